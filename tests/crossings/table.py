"""Every two values of two factors meet in a row; tests.crossings.cover writes it."""

TABLE = """
currency  shops  buyer     merge  join   way     least   discount  expiry  quote    feed    trade  undo     twice  cancel  invoice  back     closing  language  zone
EUR       1      guest     over   late   pickup  none    cut       over    valid    risen   open   request  once   buyer   early    counter  none     ar        UTC
EUR       3      customer  other  early  free    missed  fixed     none    risen    fallen  order  none     twice  none    none     whole    closed   en        west
JPY       1      guest     none   early  fee     met     none      none    expired  none    cart   cart     twice  late    back     twice    none     de        east
JPY       3      customer  over   late   fee     met     percent   over    none     gone    open   cart     once   shop    shipped  none     closed   de        west
KWD       1      customer  same   early  pickup  none    percent   none    valid    short   cart   none     twice  shop    shipped  part     closed   ar        east
KWD       3      guest     none   late   free    missed  voucher   over    risen    short   order  request  once   late    back     part     none     en        UTC
EUR       1      guest     none   late   pickup  missed  gift      none    none     gone    cart   request  once   none    none     none     none     ar        east
EUR       3      customer  same   early  free    missed  multibuy  none    expired  none    open   cart     once   buyer   early    twice    closed   en        UTC
JPY       1      guest     same   early  fee     met     gift      over    risen    risen   order  request  twice  buyer   early    whole    closed   de        west
JPY       3      customer  other  early  free    met     cut       over    none     fallen  cart   none     once   shop    back     counter  none     en        east
KWD       1      guest     over   late   fee     met     multibuy  over    valid    fallen  open   none     twice  none    none     part     none     de        UTC
KWD       3      customer  other  early  fee     none    cut       none    expired  gone    order  cart     twice  late    early    none     closed   ar        west
EUR       1      guest     over   late   fee     missed  percent   none    expired  none    order  request  once   shop    shipped  whole    none     en        UTC
JPY       3      customer  none   early  pickup  none    voucher   none    valid    risen   order  cart     twice  none    back     whole    closed   en        west
EUR       1      guest     over   late   pickup  met     fixed     over    risen    short   open   cart     once   buyer   back     twice    none     ar        east
JPY       1      guest     other  early  pickup  missed  none      none    expired  risen   open   none     once   late    none     counter  none     de        UTC
EUR       1      customer  over   late   free    none    none      over    risen    none    cart   request  twice  none    early    part     closed   de        west
EUR       1      guest     same   early  free    met     voucher   none    none     fallen  order  none     twice  buyer   early    none     none     ar        east
JPY       3      guest     none   early  free    met     percent   over    risen    gone    open   cart     twice  buyer   shipped  counter  none     en        west
JPY       1      customer  none   early  free    none    fixed     none    none     risen   cart   request  twice  shop    early    twice    closed   de        UTC
JPY       1      customer  other  early  fee     none    multibuy  none    none     short   cart   request  once   late    shipped  whole    none     ar        west
JPY       1      guest     same   early  free    met     cut       none    valid    gone    cart   none     twice  none    back     twice    none     en        UTC
KWD       3      guest     same   late   fee     none    none      none    none     none    order  none     twice  buyer   none     counter  closed   ar        UTC
KWD       3      guest     same   early  pickup  missed  fixed     over    valid    fallen  order  request  twice  late    shipped  twice    closed   en        west
KWD       3      customer  over   early  free    none    gift      none    valid    none    open   none     once   late    back     none     none     en        UTC
KWD       1      guest     none   early  pickup  missed  cut       none    none     none    order  cart     twice  shop    none     whole    closed   de        east
KWD       1      customer  none   early  pickup  met     multibuy  over    risen    risen   order  none     once   shop    shipped  none     closed   en        east
EUR       3      customer  other  late   fee     none    percent   none    none     fallen  order  cart     twice  late    back     part     closed   de        west
JPY       3      guest     other  early  fee     met     gift      none    expired  risen   cart   cart     twice  buyer   shipped  part     none     de        east
JPY       1      guest     over   early  fee     met     voucher   none    expired  short   open   cart     once   none    none     counter  none     de        west
EUR       3      guest     other  early  free    none    voucher   over    valid    none    cart   none     once   shop    shipped  twice    none     en        east
JPY       3      customer  none   early  free    none    none      none    expired  fallen  open   request  twice  shop    shipped  whole    closed   en        east
EUR       1      customer  same   early  fee     none    fixed     none    expired  gone    order  cart     once   none    shipped  part     closed   ar        east
KWD       1      customer  same   early  fee     missed  none      none    none     short   cart   request  twice  buyer   early    none     closed   en        east
KWD       3      customer  same   early  fee     missed  none      over    valid    gone    order  none     once   none    none     twice    none     en        west
EUR       1      customer  none   late   pickup  missed  percent   none    none     risen   open   none     once   none    early    twice    none     de        east
JPY       1      guest     none   late   pickup  met     cut       none    risen    short   order  request  twice  buyer   shipped  part     closed   en        east
EUR       1      guest     other  late   free    missed  fixed     none    expired  none    cart   request  twice  late    shipped  counter  none     en        UTC
KWD       1      guest     same   early  fee     missed  voucher   none    expired  gone    cart   cart     once   late    early    whole    none     ar        east
EUR       1      guest     same   late   fee     none    gift      none    risen    fallen  order  request  twice  shop    shipped  twice    none     de        west
KWD       3      customer  over   late   fee     missed  gift      over    risen    short   open   request  twice  shop    shipped  counter  closed   de        UTC
EUR       1      customer  over   early  fee     met     multibuy  none    expired  gone    order  request  twice  buyer   back     counter  closed   en        UTC
KWD       1      customer  none   late   fee     met     cut       none    none     fallen  open   cart     twice  none    early    part     none     de        UTC
JPY       1      guest     over   early  free    none    percent   none    risen    none    open   cart     once   buyer   none     none     closed   ar        UTC
JPY       3      customer  same   late   pickup  met     fixed     none    expired  risen   cart   none     once   shop    back     none     none     de        west
KWD       3      customer  over   late   fee     met     none      over    expired  gone    cart   request  once   buyer   early    counter  none     de        east
"""


def rows() -> list[dict[str, str]]:
    head, *lines = TABLE.strip().splitlines()
    return [dict(zip(head.split(), line.split(), strict=True)) for line in lines]
