"""What users buy of each sector: services, which of a product are its own goods or, where it is dear, those of another.

The price of a product's services is P_eff^(1−η) = (P^(1−η) + δ P_k^(1−η)) / (1 + δ), k being the sector whose goods are
the outside option and η = 1 + log(1/δ) / log M: at P = M P_k half of what is spent on services has moved to k, and they
never cost more than M times k's goods. Inputs are services in a nest; critical products stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.nests import NEAR_ONE, log_price
from technostate.shocks.year.products import sliver

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array


@dataclass(frozen=True, eq=False)
class Uses:
    """Services at one state, (N, J) each unless said; levels are in the base's unit.

    Parameters
    ----------
    price : array
        Log price of services by buyer and sector: that of its bundle of origins but for products with an option.
    moved : array (N, P)
        Share of what is spent on a product's services that goes to its outside option.
    ordinary : array (N, J user)
        Log price of inputs that are no critical products; that of all inputs where there is none.
    used, final : array
        What is spent on services as inputs and by final demand.
    """

    price: Array
    moved: Array
    ordinary: Array
    used: Array
    final: Array


class Services:
    """Outside options and nests of inputs of one economy.

    Parameters
    ----------
    final_share : array (N, J)
        Of goods in final expenditure at the base.
    """

    def __init__(self, economy: YearEconomy, final_share: Array) -> None:
        self.elasticities, self.critical = economy.elasticities, economy.critical
        self.share, self.final_share = economy.bundle_share, final_share
        self.product, self.instead, multiple = economy.options
        self.any_option = self.product.size > 0
        #: η − 1.
        self.steep = np.log(1.0 / sliver()) / np.log(multiple)
        if self.any_option:
            # Who buys nothing of the other sector's goods has no price for them, and so no option.
            self._weight = np.where(economy.base.base_expenditure[:, self.instead] > 0, sliver(), 0.0)
            self.share, self.final_share = self._with_options(self.share), self._with_options(final_share)
        self.any_critical = bool(self.critical.any())
        if self.any_critical:
            usual = self.share[:, ~self.critical]
            self.inside: Array = usual.sum(1)
            self._usual = usual / np.where(self.inside != 0, self.inside, 1.0)[:, None]
            self._outer = np.concatenate([self.inside[:, None], self.share[:, self.critical]], axis=1)

    def _with_options(self, goods: Array) -> Array:
        """Return shares of services of shares (N, J, …) of goods: what the options take of the other sectors' goods.

        A user of the product who buys none of the others has a negative share of those, as small as the option: what
        it spends on them is then zero at the base.
        """
        share = goods.copy()
        for at, (product, instead) in enumerate(zip(self.product, self.instead, strict=True)):
            taken = goods[:, product] * self._weight[:, at].reshape(-1, *(1,) * (goods.ndim - 2))
            share[:, product] += taken
            share[:, instead] -= taken
        return share

    def effective(self, bundle: Array) -> tuple[Array, Array]:
        """Return log prices of services (N, J) and the parts (N, P) that move, at log prices of bundles (N, J)."""
        if not self.any_option:
            return bundle, np.empty((bundle.shape[0], 0))
        with np.errstate(divide="ignore"):
            other = np.log(self._weight) - self.steep * bundle[:, self.instead]
        both = np.logaddexp(-self.steep * bundle[:, self.product], other)
        price = bundle.copy()
        price[:, self.product] = (np.log1p(self._weight) - both) / self.steep
        return price, np.exp(other - both)

    def input_price(self, price: Array) -> tuple[Array, Array]:
        """Return log prices of inputs, and of those that are no critical products (N, J user)."""
        sigma = self.elasticities.inputs
        if not self.any_critical:
            found = _bundled(self.share, price, sigma, self.share.sum(1) == 0)
            return found, found
        ordinary = _bundled(self._usual, price[:, ~self.critical], sigma, self.inside == 0)
        ordinary = np.where(self.inside == 0, 0.0, ordinary)
        outer = np.concatenate(
            [ordinary[:, None], np.broadcast_to(price[:, self.critical, None], self._outer[:, 1:].shape)], axis=1
        )
        none = self._outer.sum(1) == 0
        inputs = log_price(
            np.where(none[:, None], 1.0 / self._outer.shape[1], self._outer), outer, self.elasticities.critical, axis=1
        )
        return np.where(none, 0.0, inputs), ordinary

    def inputs_used(self, price: Array, inputs: Array, ordinary: Array, bill: Array) -> Array:
        """Return what is spent on each sector's services (N, J) at users' bills of inputs (N, J user)."""
        s = 1.0 - self.elasticities.inputs
        if not self.any_critical:
            user = bill * np.exp(-s * inputs)
            used: Array = np.matmul(self.share, user[:, :, None])[:, :, 0] * np.exp(s * price)
            return used
        outer = 1.0 - self.elasticities.critical
        beside = bill * np.exp(-outer * inputs)
        within = beside * np.exp((outer - s) * ordinary)
        by_row = np.where(self.critical, outer, s)
        user = np.where(self.critical[None, :, None], beside[:, None], within[:, None])
        found: Array = (self.share * user).sum(2) * np.exp(by_row * price)
        return found

    def input_shares(self, price: Array, inputs: Array, ordinary: Array) -> Array:
        """Return shares of services in the user's bill of inputs (N, J input, J user)."""
        s = 1.0 - self.elasticities.inputs
        if not self.any_critical:
            return self.share * np.exp(s * (price[:, :, None] - inputs[:, None, :]))
        outer = 1.0 - self.elasticities.critical
        beside = outer * (price[:, :, None] - inputs[:, None, :])
        within = s * (price[:, :, None] - ordinary[:, None, :]) + outer * (ordinary - inputs)[:, None, :]
        return self.share * np.exp(np.where(self.critical[None, :, None], beside, within))

    def goods(self, services: Array, moved: Array) -> Array:
        """Return what is spent on goods (N, J) of what is spent on services."""
        if not self.any_option:
            return services
        found = services.copy()
        for at, (product, instead) in enumerate(zip(self.product, self.instead, strict=True)):
            part = moved[:, at] * services[:, product]
            found[:, product] -= part
            found[:, instead] += part
        return found


def _bundled(share: Array, price: Array, sigma: float, none: Array) -> Array:
    """Log price (N, J user) of inputs of shares (N, K, J user) at log prices (N, K)."""
    s = 1.0 - sigma
    if abs(s) < NEAR_ONE:
        logs: Array = log_price(share, price[:, :, None], sigma, axis=1)
        return logs
    total = np.matmul(share.transpose(0, 2, 1), np.exp(s * price)[:, :, None])[:, :, 0]
    logs = np.log(np.where(none, 1.0, total)) / s
    return logs
