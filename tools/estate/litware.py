"""The whole estate, healthy."""

from __future__ import annotations

from functools import cache

from estate import exchange, lync, windows
from estate.certificates import certificate
from estate.model import Estate

AUTODISCOVER = f"autodiscover.{lync.DOMAIN}"


@cache
def healthy() -> Estate:
    """Every export of the estate and its other files, nothing wrong."""
    exports = {**lync.exports(), **exchange.exports(), **windows.exports(exchange.SERVERS)}
    return Estate(
        exports, {"oauthtokenissuer.cer": certificate("oauthtokenissuer").der, "litwareinc.com.dns": windows.zone()}
    )
