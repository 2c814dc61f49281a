"""Every two values of two factors meet in a row; tests.crossings.cover writes it."""

TABLE = """
currency  shops  buyer     merge  join   way     least   discount  expiry  quote    feed    trade  undo     twice  cancel  invoice  back     closing  language  zone
EUR       1      guest     over   late   pickup  none    cut       over    valid    risen   open   request  once   buyer   early    counter  none     ar        UTC
EUR       3      customer  other  early  free    missed  fixed     none    risen    fallen  order  none     twice  none    none     whole    closed   en        west
JPY       1      guest     none   early  fee     met     none      none    expired  none    cart   cart     twice  late    back     twice    none     de        east
JPY       3      customer  same   late   fee     met     percent   none    none     gone    order  request  once   shop    shipped  none     closed   ar        west
KWD       1      customer  same   late   free    none    voucher   over    risen    short   cart   cart     once   shop    none     part     none     en        east
KWD       3      guest     over   early  pickup  missed  multibuy  none    none     short   open   none     twice  late    early    part     closed   de        UTC
EUR       3      customer  none   early  free    missed  gift      over    valid    gone    cart   cart     twice  buyer   shipped  counter  closed   de        east
EUR       1      guest     same   late   fee     met     multibuy  over    valid    none    order  none     once   none    back     whole    closed   en        UTC
JPY       3      customer  over   early  pickup  none    voucher   none    expired  risen   cart   none     twice  none    shipped  twice    none     ar        west
JPY       1      guest     other  late   fee     missed  gift      over    risen    fallen  open   request  once   buyer   back     none     none     de        west
KWD       1      guest     none   late   pickup  none    fixed     none    expired  gone    order  request  once   late    none     whole    none     ar        UTC
KWD       1      customer  other  early  free    met     cut       none    none     none    open   request  twice  shop    shipped  twice    closed   en        UTC
JPY       3      customer  over   late   free    met     none      over    risen    risen   order  cart     twice  late    early    none     closed   en        UTC
KWD       1      guest     over   early  fee     none    percent   none    none     risen   open   cart     once   buyer   none     whole    none     de        east
EUR       3      guest     other  late   pickup  none    none      none    valid    fallen  cart   cart     once   shop    back     part     closed   ar        west
EUR       1      customer  none   late   pickup  missed  percent   over    risen    fallen  cart   none     twice  late    early    twice    none     en        UTC
EUR       1      guest     same   early  fee     met     voucher   none    expired  short   order  request  once   none    early    counter  closed   de        east
JPY       1      guest     same   early  pickup  met     fixed     over    valid    short   cart   none     once   buyer   none     none     none     de        east
JPY       3      customer  other  late   free    missed  multibuy  none    expired  risen   cart   request  twice  shop    back     counter  none     ar        east
JPY       3      guest     none   early  fee     missed  cut       none    none     gone    open   none     twice  none    back     part     none     de        west
KWD       1      guest     same   early  free    missed  none      none    none     fallen  open   none     twice  late    shipped  counter  closed   en        west
KWD       3      customer  over   late   pickup  met     gift      none    expired  none    order  none     once   buyer   early    part     none     en        west
EUR       3      customer  none   late   fee     none    gift      over    none     short   cart   none     twice  shop    shipped  whole    closed   ar        UTC
KWD       1      guest     none   early  pickup  none    voucher   over    valid    none    open   cart     once   late    back     none     none     ar        UTC
KWD       1      guest     same   early  free    none    gift      over    valid    risen   order  cart     once   none    none     twice    closed   ar        UTC
EUR       1      guest     over   late   free    met     cut       none    expired  fallen  open   cart     twice  shop    early    none     none     de        east
JPY       3      customer  other  late   pickup  none    multibuy  none    risen    gone    cart   cart     twice  buyer   early    whole    closed   en        west
KWD       3      customer  none   early  fee     missed  multibuy  over    risen    none    open   request  once   late    none     counter  none     ar        east
EUR       1      customer  over   late   fee     met     fixed     none    none     short   open   cart     once   shop    back     twice    closed   en        west
KWD       3      customer  same   early  fee     met     cut       none    risen    risen   cart   request  twice  late    shipped  part     none     ar        UTC
KWD       1      customer  other  early  free    none    percent   none    valid    short   cart   none     twice  none    back     none     closed   ar        west
EUR       3      customer  other  early  pickup  missed  voucher   none    none     fallen  open   cart     once   late    none     whole    none     en        UTC
EUR       3      customer  none   late   pickup  missed  none      none    none     risen   cart   request  twice  buyer   none     twice    closed   ar        west
KWD       1      guest     over   late   pickup  none    gift      none    none     gone    cart   cart     twice  shop    shipped  whole    none     ar        UTC
JPY       3      guest     same   early  free    met     percent   none    expired  none    order  request  once   buyer   none     counter  closed   ar        east
KWD       3      customer  same   late   free    missed  none      over    risen    gone    order  none     twice  none    early    twice    none     de        west
KWD       1      customer  other  late   fee     none    none      over    valid    short   cart   cart     once   none    back     whole    none     de        west
KWD       1      customer  over   late   free    missed  fixed     over    risen    none    open   cart     once   none    early    counter  none     en        east
KWD       1      guest     over   late   free    met     fixed     none    valid    risen   order  request  twice  buyer   shipped  part     closed   ar        UTC
JPY       3      customer  over   early  free    met     voucher   none    risen    gone    open   request  once   buyer   early    none     closed   de        west
EUR       3      guest     same   late   pickup  none    gift      none    expired  short   cart   cart     once   late    none     counter  none     de        west
EUR       3      guest     same   early  free    met     multibuy  none    valid    fallen  open   request  once   late    shipped  twice    closed   ar        east
KWD       3      customer  over   early  free    missed  cut       none    expired  short   order  none     once   none    none     whole    none     en        UTC
EUR       1      guest     other  late   pickup  met     percent   none    none     risen   cart   request  once   buyer   none     part     none     de        west
KWD       1      guest     over   late   free    met     multibuy  none    risen    risen   cart   cart     once   none    shipped  none     closed   ar        east
EUR       3      guest     over   late   free    none    gift      over    expired  risen   cart   none     once   shop    early    whole    none     de        west
"""


def rows() -> list[dict[str, str]]:
    head, *lines = TABLE.strip().splitlines()
    return [dict(zip(head.split(), line.split(), strict=True)) for line in lines]
