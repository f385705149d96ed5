/** One line of the catalogue: what the contract is and what it is quoted at without a scenario. */
export interface ListedFund {
  readonly conId: number;
  readonly symbol: string;
  readonly name: string;
  readonly exchange: 'ARCA' | 'NASDAQ' | 'BATS';
  readonly stockType: 'ETF' | 'COMMON';
  /** Middle of the quote in dollars, in 2024 to 2026 magnitudes; no statement about any day. */
  readonly price: string;
  readonly spreadCents: number;
}

type Line = readonly [
  symbol: string,
  name: string,
  exchange: 'ARCA' | 'NASDAQ' | 'BATS',
  price: string,
  spreadCents: number,
];

/** New lines come last: a fund's conId is its place here, and a client may have written it down. */
const etfs: readonly Line[] = [
  ['VTI', 'VANGUARD TOTAL STOCK MARKET ETF', 'ARCA', '292.40', 2],
  ['VOO', 'VANGUARD S&P 500 ETF', 'ARCA', '545.20', 4],
  ['IVV', 'ISHARES CORE S&P 500 ETF', 'ARCA', '596.10', 4],
  ['QQQ', 'INVESCO QQQ TRUST SERIES 1', 'NASDAQ', '512.60', 2],
  ['DIA', 'SPDR DOW JONES INDUSTRIAL AVERAGE ETF TRUST', 'ARCA', '432.30', 4],
  ['IWM', 'ISHARES RUSSELL 2000 ETF', 'ARCA', '221.70', 2],
  ['VB', 'VANGUARD SMALL-CAP ETF', 'ARCA', '238.90', 4],
  ['VO', 'VANGUARD MID-CAP ETF', 'ARCA', '269.80', 4],
  ['IJR', 'ISHARES CORE S&P SMALL-CAP ETF', 'ARCA', '113.20', 2],
  ['IJH', 'ISHARES CORE S&P MID-CAP ETF', 'ARCA', '62.40', 1],
  ['VTV', 'VANGUARD VALUE ETF', 'ARCA', '172.90', 2],
  ['VUG', 'VANGUARD GROWTH ETF', 'ARCA', '412.50', 4],
  ['SCHD', 'SCHWAB US DIVIDEND EQUITY ETF', 'ARCA', '27.30', 1],
  ['VIG', 'VANGUARD DIVIDEND APPRECIATION ETF', 'ARCA', '196.20', 3],
  ['VYM', 'VANGUARD HIGH DIVIDEND YIELD ETF', 'ARCA', '129.60', 2],
  ['RSP', 'INVESCO S&P 500 EQUAL WEIGHT ETF', 'ARCA', '177.80', 2],
  ['XLK', 'TECHNOLOGY SELECT SECTOR SPDR FUND', 'ARCA', '233.40', 2],
  ['XLF', 'FINANCIAL SELECT SECTOR SPDR FUND', 'ARCA', '49.10', 1],
  ['XLE', 'ENERGY SELECT SECTOR SPDR FUND', 'ARCA', '91.20', 1],
  ['XLV', 'HEALTH CARE SELECT SECTOR SPDR FUND', 'ARCA', '141.30', 1],
  ['VNQ', 'VANGUARD REAL ESTATE ETF', 'ARCA', '90.80', 1],
  ['VT', 'VANGUARD TOTAL WORLD STOCK ETF', 'ARCA', '119.40', 2],
  ['VXUS', 'VANGUARD TOTAL INTERNATIONAL STOCK ETF', 'NASDAQ', '61.70', 1],
  ['VEA', 'VANGUARD FTSE DEVELOPED MARKETS ETF', 'ARCA', '50.90', 1],
  ['VWO', 'VANGUARD FTSE EMERGING MARKETS ETF', 'ARCA', '45.20', 1],
  ['IEFA', 'ISHARES CORE MSCI EAFE ETF', 'BATS', '75.60', 1],
  ['IEMG', 'ISHARES CORE MSCI EMERGING MARKETS ETF', 'ARCA', '54.70', 1],
  ['EFA', 'ISHARES MSCI EAFE ETF', 'ARCA', '81.30', 1],
  ['BND', 'VANGUARD TOTAL BOND MARKET ETF', 'NASDAQ', '72.80', 1],
  ['AGG', 'ISHARES CORE US AGGREGATE BOND ETF', 'ARCA', '98.10', 1],
  ['BNDX', 'VANGUARD TOTAL INTERNATIONAL BOND ETF', 'NASDAQ', '49.30', 1],
  ['TLT', 'ISHARES 20+ YEAR TREASURY BOND ETF', 'NASDAQ', '90.40', 1],
  ['IEF', 'ISHARES 7-10 YEAR TREASURY BOND ETF', 'NASDAQ', '94.60', 1],
  ['SHY', 'ISHARES 1-3 YEAR TREASURY BOND ETF', 'NASDAQ', '82.30', 1],
  ['SGOV', 'ISHARES 0-3 MONTH TREASURY BOND ETF', 'ARCA', '100.50', 1],
  ['TIP', 'ISHARES TIPS BOND ETF', 'ARCA', '108.20', 1],
  ['LQD', 'ISHARES IBOXX $ INVESTMENT GRADE CORPORATE BOND ETF', 'ARCA', '108.90', 1],
  ['HYG', 'ISHARES IBOXX $ HIGH YIELD CORPORATE BOND ETF', 'ARCA', '79.40', 1],
  ['GLD', 'SPDR GOLD SHARES', 'ARCA', '247.60', 3],
  ['IAU', 'ISHARES GOLD TRUST', 'ARCA', '50.60', 1],
  ['SLV', 'ISHARES SILVER TRUST', 'ARCA', '28.70', 1],
  ['ITOT', 'ISHARES CORE S&P TOTAL US STOCK MARKET ETF', 'ARCA', '129.40', 1],
  ['QQQM', 'INVESCO NASDAQ 100 ETF', 'NASDAQ', '211.10', 2],
  ['IWF', 'ISHARES RUSSELL 1000 GROWTH ETF', 'ARCA', '402.30', 4],
  ['IWD', 'ISHARES RUSSELL 1000 VALUE ETF', 'ARCA', '190.20', 2],
  ['VBR', 'VANGUARD SMALL-CAP VALUE ETF', 'ARCA', '201.70', 5],
  ['AVUV', 'AVANTIS US SMALL CAP VALUE ETF', 'ARCA', '97.40', 3],
  ['DGRO', 'ISHARES CORE DIVIDEND GROWTH ETF', 'ARCA', '63.10', 1],
  ['JEPI', 'JPMORGAN EQUITY PREMIUM INCOME ETF', 'ARCA', '57.60', 1],
  ['XLI', 'INDUSTRIAL SELECT SECTOR SPDR FUND', 'ARCA', '138.20', 1],
  ['XLP', 'CONSUMER STAPLES SELECT SECTOR SPDR FUND', 'ARCA', '80.60', 1],
  ['XLY', 'CONSUMER DISCRETIONARY SELECT SECTOR SPDR FUND', 'ARCA', '219.40', 2],
  ['XLU', 'UTILITIES SELECT SECTOR SPDR FUND', 'ARCA', '78.90', 1],
  ['XLC', 'COMMUNICATION SERVICES SELECT SECTOR SPDR FUND', 'ARCA', '99.70', 1],
  ['SMH', 'VANECK SEMICONDUCTOR ETF', 'NASDAQ', '262.30', 4],
  ['VEU', 'VANGUARD FTSE ALL-WORLD EX-US ETF', 'ARCA', '60.80', 1],
  ['EEM', 'ISHARES MSCI EMERGING MARKETS ETF', 'ARCA', '44.30', 1],
  ['BIL', 'SPDR BLOOMBERG 1-3 MONTH T-BILL ETF', 'ARCA', '91.60', 1],
  ['JPST', 'JPMORGAN ULTRA-SHORT INCOME ETF', 'BATS', '50.60', 1],
  ['BSV', 'VANGUARD SHORT-TERM BOND ETF', 'ARCA', '78.60', 1],
  ['VGSH', 'VANGUARD SHORT-TERM TREASURY ETF', 'NASDAQ', '58.70', 1],
  ['VCSH', 'VANGUARD SHORT-TERM CORPORATE BOND ETF', 'NASDAQ', '79.30', 1],
  ['VCIT', 'VANGUARD INTERMEDIATE-TERM CORPORATE BOND ETF', 'NASDAQ', '82.70', 1],
  ['GOVT', 'ISHARES US TREASURY BOND ETF', 'BATS', '22.90', 1],
  ['MUB', 'ISHARES NATIONAL MUNI BOND ETF', 'ARCA', '105.40', 1],
  ['GLDM', 'SPDR GOLD MINISHARES TRUST', 'ARCA', '53.10', 1],
  ['GDX', 'VANECK GOLD MINERS ETF', 'ARCA', '42.10', 1],
  ['SSO', 'PROSHARES ULTRA S&P500', 'ARCA', '98.40', 2],
  ['QLD', 'PROSHARES ULTRA QQQ', 'ARCA', '118.60', 3],
  ['UPRO', 'PROSHARES ULTRAPRO S&P500', 'ARCA', '92.70', 2],
  ['SPXL', 'DIREXION DAILY S&P 500 BULL 3X SHARES', 'ARCA', '176.30', 4],
  ['TQQQ', 'PROSHARES ULTRAPRO QQQ', 'NASDAQ', '83.20', 1],
  ['SOXL', 'DIREXION DAILY SEMICONDUCTOR BULL 3X SHARES', 'ARCA', '28.60', 1],
  ['TNA', 'DIREXION DAILY SMALL CAP BULL 3X SHARES', 'ARCA', '39.80', 1],
  ['SH', 'PROSHARES SHORT S&P500', 'ARCA', '40.30', 1],
  ['SDS', 'PROSHARES ULTRASHORT S&P500', 'ARCA', '16.90', 1],
  ['SQQQ', 'PROSHARES ULTRAPRO SHORT QQQ', 'NASDAQ', '17.40', 1],
];

/** These numbers are the simulator's own: no contract of the broker is called so. */
const FIRST_OWN_CON_ID = 900_000_001;

/**
 * What the simulator lists when a scenario adds nothing: well-known US ETFs, and two stocks that are
 * no ETF. The conIds of SPY and AAPL are the broker's real ones, all others are made up.
 */
export const listedFunds: readonly ListedFund[] = [
  {
    conId: 756733,
    symbol: 'SPY',
    name: 'SPDR S&P 500 ETF TRUST',
    exchange: 'ARCA',
    stockType: 'ETF',
    price: '593.30',
    spreadCents: 2,
  },
  ...etfs.map(([symbol, name, exchange, price, spreadCents], at) => ({
    conId: FIRST_OWN_CON_ID + at,
    symbol,
    name,
    exchange,
    stockType: 'ETF' as const,
    price,
    spreadCents,
  })),
  {
    conId: 265598,
    symbol: 'AAPL',
    name: 'APPLE INC',
    exchange: 'NASDAQ',
    stockType: 'COMMON',
    price: '229.50',
    spreadCents: 1,
  },
  {
    conId: FIRST_OWN_CON_ID + 900,
    symbol: 'MSFT',
    name: 'MICROSOFT CORP',
    exchange: 'NASDAQ',
    stockType: 'COMMON',
    price: '421.80',
    spreadCents: 2,
  },
];
