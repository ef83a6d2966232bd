"""Small files in the layouts in which producers publish theirs; all figures are made up."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Sheet = Sequence[Sequence[object]]


def workbook(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def zipped(path: Path, members: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def gzipped(path: Path, content: str) -> Path:
    path.write_bytes(gzip.compress(content.encode()))
    return path


def milex(path: Path, **changed: Sheet) -> Path:
    """SIPRI's workbook of three states; a sheet is put in place of another by the letters of its name."""
    return workbook(path, milex_sheets(**changed))


def milex_sheets(**changed: Sheet) -> dict[str, Sheet]:
    head = [["Military expenditure by country"], ["Figures in blue are SIPRI estimates."], [""]]
    years = [2023, 2024]

    def sheet(top: Sequence[object], *rows: Sequence[object]) -> Sheet:
        return [*head, [*top, *years], [], ["Asia & Oceania"], ["East Asia"], *rows]

    sheets: dict[str, Sheet] = {
        "Front page": [["SIPRI"]],
        "Regional totals": [["in constant US dollars"], ["Figures are in US$ b., at constant prices"],
                            ["Region", *years, "", "2024 (current prices)"], ["World", 2.0, 2.5, "", 3.0],
                            ["Africa", 0.1, 0.2, "", 0.3]],
        "Constant (2023) US$": sheet(["Country", "", "Notes"], ["China", "", "§4", 309.0, 331.0]),
        "Current US$": sheet(["Country", "Notes"], ["China", "", 309.0, 314.0], ["European Union", "", 1.0, 1.2]),
        "Share of GDP": sheet(
            ["Country", "Notes"], ["China", "§4", 0.0165, 0.0171], ["Korea, South", "‡", 0.027, ". ."],
            ["USSR", "", "xxx", "..."], ["Europe"],
        ),
        "Per capita": sheet(["Country", "Notes"], ["China", "", 216, 221]),
        "Share of Govt. spending": sheet(["Country", "Notes", "Reporting year"], ["China", "", None, 0.049, 0.05]),
        "Footnotes": [["§4", "made up"]],
    }  # fmt: skip
    short = {name: "".join(letter for letter in name if letter.isalpha()) for name in sheets}
    return {name: changed.get(short[name], rows) for name, rows in sheets.items()}


ARMS = """SIPRI Arms Transfers Database
"Data generated: 12 Feb 2026"

SIPRI AT Database ID,Supplier,Recipient,Designation,Delivery year,SIPRI estimate,TIV deal unit,TIV delivery values,Local production
1,China,Pakistan,"Fighter, light",2020,1,1,30.5,No
2,China,Pakistan,Ship,2022,1,1,10,Yes
3,China,Hamas (Palestine)*,Rocket,2021,1,1,5,No
4,Soviet Union,Pakistan,Tank,1990,1,1,7,No
5,unknown supplier(s),UAE,Ship,2020,1,1,3,No
6,USA,UAE,Ship,2022,1,1,4,No
"""  # noqa: E501

VDEM = """country_name,country_text_id,country_id,year,v2x_polyarchy,v2x_libdem,v2x_pubcorr,v2clkill
China,CHN,110,2024,0.07,0.04,0.4,-0.5
China,CHN,110,2025,0.08,,0.5,-0.4
Republic of Vietnam,VDR,35,1970,0.2,0.1,0.7,
Palestine/Gaza,PSG,138,2024,0.1,0.1,0.1,0.1
"""

ATOP = """ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul
2740,2,740,2018,1,1,0,0,0,1
2732,2,732,2018,1,1,0,0,0,0
740002,740,2,2018,1,0,0,0,0,1
2740,2,740,1930,1,1,0,0,0,1
"""

GTA = """Intervention ID,State Act ID,State Act Title,Intervention Type,GTA Evaluation,Implementing Jurisdictions,Affected Jurisdictions,Affected Products,Date Announced,Date Implemented,Date Removed,Is In Force,Intervention URL
1,9,"Tariff, raised",Import tariff,Red,United States of America,"China, Republic of Korea","720110,720120",2018-03-01,2018-03-23,,1,https://example.org
2,9,Quota,Import quota,Amber,United States of America,China,720110,2018-03-01,2018-06-01,2019-01-01,0,https://example.org
3,10,Tariff cut,Import tariff,Green,"China, Viet Nam",United States of America,720110,2019-01-01,2019-02-01,,1,https://example.org
4,11,Announced only,Import tariff,Red,China,Japan,720110,2020-01-01,,,0,https://example.org
"""  # noqa: E501

ASPI = """Technology,Country,Year,Share (%)
Advanced magnets & superconductors,China,2023,33.3%
Advanced magnets & superconductors,United States,2023,20.5
Hypersonics,China,2023,60
"""

COMTRADE = """typeCode,freqCode,refPeriodId,refYear,reporterCode,reporterISO,flowCode,partnerISO,partner2Code,classificationCode,cmdCode,cmdDesc,customsCode,motCode,primaryValue
C,A,20230101,2023,156,CHN,M,W00,0,H6,854231,"Processors, controllers",C00,0,1000.5
C,A,20230101,2023,156,CHN,M,S19,0,H6,854231,"Processors, controllers",C00,0,400
C,A,20230101,2023,156,CHN,M,S19,0,H6,854231,"Processors, controllers",C00,2100,300
C,A,20230101,2023,156,CHN,RX,W00,0,H6,854231,"Processors, controllers",C00,0,1
C,A,20230101,2023,156,CHN,X,USA,0,H6,TOTAL,All Commodities,C00,0,5000
"""  # noqa: E501

COMTRADE_OLD = """Classification,Year,Trade Flow,Reporter,Reporter ISO,Partner,Partner ISO,Commodity Code,Commodity,Trade Value (US$)
H4,2015,Import,Japan,JPN,World,WLD,280461,Silicon,77
"""  # noqa: E501

WITS = """Reporter,Partner,Product categories,Indicator Type,Indicator,1988,2020,2021
China,World,All Products,Export,Export(US$ Mil),,2590000.5,3362301
China,World,Fuels,Import,Import Product share(%),,12.5,
China,United States,All Products,Export,Partner share(%)-Top 5 Export Partner,,17.5,17.2
China,...,...,Development,GDP (current US$ Mil),312000,14700000,17700000
China,World,All Products,Tariff,Weighted Average (%),,2.5,
China,World,All Products,Tariff,Duty Free Imports (US$ Thousand),,5000,
China,World,All Products,Export,Something else,,1,
"""

TIVA = """DATAFLOW,MEASURE,REF_AREA,ACTIVITY,COUNTERPART_AREA,UNIT_MEASURE,FREQ,TIME_PERIOD,OBS_VALUE,UNIT_MULT
OECD.STI.PIE:DSD_TIVA_MAINLV@DF_MAINLV(1.1),EXGR_DVA,CHN,C26,W,USD,A,2020,500000.5,6
OECD.STI.PIE:DSD_TIVA_MAINLV@DF_MAINLV(1.1),EXGR_DVA,CHN,C26,USA,USD,A,2020,2000000,3
OECD.STI.PIE:DSD_TIVA_MAINLV@DF_MAINLV(1.1),EXGR_DVASH,CHN,C26,W,PT_EXGR,A,2020,71.5,0
OECD.STI.PIE:DSD_TIVA_MAINLV@DF_MAINLV(1.1),EXGR_DVA,APEC,C26,W,USD,A,2020,1,6
"""

TIVA_OLD = """"INDICATOR","Indicator","COU","Country","PAR","Partner","IND","Industry","TIME","Time","Unit Code","Unit","PowerCode Code","PowerCode","Value"
"EXGR_FVA","EXGR_FVA: …","IND","India","WLD","World","DTOTAL","TOTAL","2015","2015","USD","US Dollar","6","Millions",60000
"""  # noqa: E501

WEO = (
    "WEO Country Code\tISO\tWEO Subject Code\tCountry\tSubject Descriptor\tUnits\tScale\t"
    "2022\t2023\t2024\tEstimates Start After\r\n"
    "924\tCHN\tNGDP_RPCH\tChina\tGross domestic product\tPercent change\t\t3.1\t5.4\t5.0\t2023\r\n"
    "924\tCHN\tNGDPD\tChina\tGross domestic product\tU.S. dollars\tBillions\t18,316.765\t18,270.4\tn/a\t2023\r\n"
    "924\tCHN\tLP\tChina\tPopulation\tPersons\tMillions\t1,411.75\t--\t\t2023\r\n"
    "924\tCHN\tNGDP\tChina\tGross domestic product\tNational currency\tBillions\t1\t2\t3\t2023\r\n"
    "\r\n"
    "International Monetary Fund, World Economic Outlook Database, October 2024\r\n"
)

WEO_SDMX = """DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,LATEST_ACTUAL_ANNUAL_DATA
IMF.RES:WEO(9.0.0),IND,NGDP_RPCH,A,2024,6.5,0,FY2024/25
IMF.RES:WEO(9.0.0),IND,NGDP_RPCH,A,2025,6.6,0,FY2024/25
IMF.RES:WEO(9.0.0),IND,NGDPD,A,2024,3900000000000,0,FY2024/25
IMF.RES:WEO(9.0.0),G001,NGDP_RPCH,A,2025,3.2,0,
IMF.RES:WEO(9.0.0),G110,NGDP_RPCH,A,2025,1.6,0,
"""

WEO_WIDE = """"DATASET","SERIES_CODE","COUNTRY.ID","COUNTRY","INDICATOR.ID","INDICATOR","FREQUENCY","SCALE","UNIT","LATEST_ACTUAL_ANNUAL_DATA","2024","2025"
"IMF.RES:WEO(9.0.0)","USA.NGDPD.A","USA","United States","NGDPD","GDP","Annual","Billions","US dollar","2024","29298.0","30616.0"
"""  # noqa: E501

WDI = """Country Name,Country Code,Indicator Name,Indicator Code,2023,2024
Arab World,ARB,GDP (current US$),NY.GDP.MKTP.CD,1,2
China,CHN,GDP (current US$),NY.GDP.MKTP.CD,18270356654533,18743803170827
China,CHN,"Charges for the use of intellectual property, receipts (BoP, current US$)",BX.GSR.ROYL.CD,0,5
China,CHN,Urban population (% of total population),SP.URB.TOTL.IN.ZS,64.5,65.5
China,CHN,Strange thing (furlongs),XX.FUR,1,2
"""

WDI_ONE = """"Data Source","World Development Indicators",

"Last Updated Date","2026-01-28",

"Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",
"China","CHN","GDP (current US$)","NY.GDP.MKTP.CD","18270356654533","",
"European Union","EUU","GDP (current US$)","NY.GDP.MKTP.CD","18590000000000","19420000000000",
"""

PTS = """Country,Country_OLD,Year,COW_Code_A,COW_Code_N,WordBank_Code_A,UN_Code_N,Region,PTS_A,PTS_H,PTS_S,NA_Status_A,NA_Status_H,NA_Status_S
China,China,2022,CHN,710,CHN,156,eap,4,4,5,0,0,0
Côte d'Ivoire,Ivory Coast,2022,CDI,437,CIV,384,ssa,NA,3,2,88,99,0
Crimea,NA,2022,NA,NA,NA,NA,eca,3,NA,3,0,88,0
"""  # noqa: E501

UNGA = "ccode\tsession\tidealpointfp\tidealpointall\n710\t79\t-0.854\t\n2\t78\t2.218\t2.3\n"

PROVIDERS = "provider_name,alias,provider_id,provider_type,country\nCHN,China,P2,country,\nFirm,,P9,organization,CHN\n"
PROVISION = (
    "provider_name,provider_id,provided_name,provided_id,share_provided,year,source\n"
    "CHN,P2,Etch tools,N55,7.5,2025,made up\nFirm,P9,Etch tools,N55,3,2025,made up\nCHN,P2,Masks,N56,4,,made up\n"
)

FAS = "Entity,Year,nuclear_weapons_stockpile\nChina,2023,410\nWorld,2023,9576\n"
