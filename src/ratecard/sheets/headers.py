"""What a column of a sheet holds, by the words of its header, in whatever case and with whatever marks."""

import re

from ratecard.sheets.currencies import parted

_WORDS = {
    "region": "region; regions; country; countries; countries or regions; country or region; country region; land;"
    " pays; pais; paese; landercode; laendercode; landeskurzel; landeskuerzel; markt; marche; mercado; mercato;"
    " country code; region code; territory; storefront; market; iso; iso code",
    "package": "package; packages; package id; product; product id; sku; item; pack; coin package; product name;"
    " package name; paket; paketname; produkt; produktname; produkt id; artikel; artikelname; produit; article;"
    " producto; paquete; articulo; produto; pacote; artigo; prodotto; pacchetto; articolo; pakket",
    "price": "price; prices; customer price; listed price; list price; retail price; amount; preis; prix; precio;"
    " verkaufspreis; endpreis; preco; prezzo; prijs",
    "currency": "currency; currency code; iso currency; wahrung; waehrung; curr; ccy; devise; moneda; moeda;"
    " valuta; wahrungscode; waehrungscode; iso wahrung",
    "coins": "coins; number of coins; coin count; coins in package; munzen; muenzen; anzahl munzen; anzahl muenzen;"
    " pieces; monedas; moedas; monete; munten",
    "platform": "platform; platforms; store; channel; plattform; plateforme; plataforma; piattaforma",
    "start": "start; starts; beginn; startdatum; anfang; inizio; inicio; debut;"
    " start date; starts on; starting; begin; begins; begin date; from; from date; date from;"
    " valid from; in force from; effective; effective date; effective from; price from; since; gultig ab; gueltig ab;"
    " ab; ab datum; gultig von; gueltig von; valable a partir du; a partir du; depuis; date de debut; desde;"
    " fecha de inicio; valido desde; valido dal; dal; valido a partir de; data de inicio; vanaf; geldig vanaf",
    "end": "end; ends; ende; enddatum; fine; fin; fim;"
    " end date; ends on; ending; until; valid until; to date; date to; valid to; through;"
    " valid through; last day; expires; expiry; expiry date; effective to; effective until; bis; gultig bis;"
    " gueltig bis; jusqu au; date de fin; hasta; fecha de fin; valido hasta; valido fino al; ate; data de fim;"
    " tot; geldig tot",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("; ")}


def folded(header: str) -> str:
    """A header without case, accents and marks: "wahrung" for "Währung", "countries or regions" for itself."""
    plain = header.casefold().translate(str.maketrans("äáàâãçéèêëíïóôõöúüñ", "aaaaaceeeeiioooouun"))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def role_of(header: str) -> str:
    """What a column is for: "region", "package", "price", "currency", "coins", "platform", "start" or "end"; else "".

    "Price (EUR)" is for prices too.
    """
    role = _ROLES.get(folded(header), "")
    return role or ("price" if _ROLES.get(folded(parted(header).rest)) == "price" else "")


def roles_of(headers: tuple[str, ...]) -> dict[str, int]:
    """The columns by what they are for, counted from 0; the first of several for one thing."""
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        role = role_of(header)
        if role:
            found.setdefault(role, index)
    return found
