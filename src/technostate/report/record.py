"""What a report holds: the typed data of every part, and the views that say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from technostate.report.finding import Finding, Unsaid

if TYPE_CHECKING:
    from technostate.view.claim_record import Judged
    from technostate.view.claims import Verdicts
    from technostate.view.dependence import Dependence
    from technostate.view.doctrine.said import Sayings
    from technostate.view.futures.outlook_data import Outlook
    from technostate.view.price.section import Insurance
    from technostate.view.shock.battery import Battery
    from technostate.view.standing import Strategy
    from technostate.view.wheels import Wheels
    from technostate.write import View


@dataclass(frozen=True)
class Assessment:
    """A state beside its comparator: the typed data of every part.

    Parameters
    ----------
    schema : int
        Version of the layout.
    technostate : str
        Version of the package.
    as_of : str
        ISO date to which ages refer.
    state, against : str
        Codes.
    peers : tuple of str
        Codes of the other states shown.
    findings : tuple of Finding
        At most five sentences that can be quoted.
    findings_missing : tuple of Unsaid
        Which finding could not be made, and why.
    price : Insurance
        What levers of the two against each other cost, cover, and at which odds they pay.
    wheels : Wheels
        Military spending against real GDP per head.
    strategies : tuple of Strategy
        Five, each with indicators, score, goals, institutions and chronology.
    exposure : Dependence
        Who depends on whom, by year, partner, sector and product.
    shocks : Battery
        Standard shocks at three horizons on both states, the first in depth with its coalition.
    paths : Outlook
        Odds of goals to 2050 and what paths cost, where no state moves a lever and where one of the two does.
    doctrine : Sayings
        What each of the two says.
    claims : tuple of Judged
        Verdicts of the ledger.
    """

    schema: int
    technostate: str
    as_of: str
    state: str
    against: str
    peers: tuple[str, ...]
    findings: tuple[Finding, ...]
    findings_missing: tuple[Unsaid, ...]
    price: Insurance
    wheels: Wheels
    strategies: tuple[Strategy, ...]
    exposure: Dependence
    shocks: Battery
    paths: Outlook
    doctrine: Sayings
    claims: tuple[Judged, ...]


@dataclass(frozen=True)
class Parts:
    """The views that a report is made of, findings apart.

    Parameters
    ----------
    price, wheels, strategies, exposure, shocks, paths, doctrine, claims : View
        In the order in which they stand.
    """

    price: View[Insurance]
    wheels: View[Wheels]
    strategies: View[Any]
    exposure: View[Dependence]
    shocks: View[Battery]
    paths: View[Outlook]
    doctrine: View[Sayings]
    claims: View[Verdicts]
