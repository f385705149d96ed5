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
