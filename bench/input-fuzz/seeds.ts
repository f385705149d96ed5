/** Right files that the mutations start from: what people write, in both shapes of the portfolios. */
export const SETTINGS_SEEDS: readonly [string, ...string[]] = [
  `; what the rebalancer may do
[ibkr]
host = 127.0.0.1
port = 4002          ; paper
client_id = 42
read_only = true
account_id = DU1234567

[accounts]
ids = DU1234567, DU7654321
confirm_mode = per_account

[models]
smurf  = 0.50
badass = 30%
gltr   = "0.20"

[rebalance]
trigger_mode = per_holding
per_holding_band_bps = 50
min_order_usd = 500
cash_buffer_type = pct
cash_buffer_pct = 1%
max_leverage = 1.50
trading_hours = rth
unlisted_etfs = hold
slippage_reserve_bps = 20

[pricing]
price_source = last, midpoint, close

[limits]
smart_limit = true
style = spread_aware
buy_offset_frac = 0.25
max_offset_bps = 10
escalate_action = cross

[safety]
paper_only = true
prefer_rth = true
kill_switch_file = "stop #1"
max_gap_pct = 20%

[symbol_overrides]
VTI = conId:756733
GLD = ARCA

[account:DU7654321]
min_order_usd = 500
fx.order_type = MKT
smurf = 0.5

[io]
report_dir = reports
`,
  `[models]
smurf = 0.333
badass = 0.333
gltr = 0.334
[rebalance]
cash_buffer_type = abs
cash_buffer_abs = 250.50
min_order_usd = 0
per_holding_band_bps = 0
[execution]
order_type = MKT
batch_orders = false
[fx]
enabled = false
base_currency = USD
funding_currencies = CAD
`,
];

export const PORTFOLIO_SEEDS: readonly [string, ...string[]] = [
  `# three models
ETF,SMURF,BADASS,GLTR
VTI,60%,"50",
# bonds
BND,40%,,98 %
QQQ,,48.5%,
GLD,0%,,
CASH,,1.5,2%
`,
  `portfolio,symbol,target_pct,note
SMURF,VTI,60,"stocks, all"
SMURF,BND,40,
BADASS,VTI,50,
BADASS,QQQ,50.00,tech
GLTR,BND,99.99,
GLTR,GLD,0,
`,
  `ETF;SMURF;BADASS;GLTR
VTI;60,5%;50;
BND;39,5;50;100
`,
  `portfolio\tsymbol\ttarget_pct
smurf\tBRK.B\t100
badass\tVOO\t33,33
badass\tIJR\t66,67
gltr\tIAU\t100,01
`,
];

/** Pieces that have upset readers of such files before. */
export const PIECES: readonly [string, ...string[]] = [
  '"',
  '""',
  '=',
  '[',
  ']',
  '[]',
  ';',
  '#',
  ',',
  ',,',
  '%',
  '-',
  '.',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\u001b[2J',
  '\ud800',
  '\u202e',
  '\u00a0',
  '٣',
  '１',
  'ß',
  'İ',
  'NaN',
  'inf',
  '-Infinity',
  '1e9',
  '1e400',
  '0x10',
  '99.99',
  '99.98',
  '100.01',
  '-50',
  '-0',
  '+5',
  '0.00000001',
  '0.000000001',
  '33,333',
  '1.234,5',
  '__proto__',
  'constructor',
  'toString',
  'CASH',
  'ETF',
  'cash',
  'portfolio',
  'symbol',
  'target_pct',
  'SMURF',
  'smurf',
  'true',
  'false',
  'eth',
  'market',
  '[models]',
  '[account:DU1234567]',
  '[account:]',
  'path = x',
  'port = ',
  'models.smurf = 1',
  'rebalance.min_order_usd = 1',
  'order_type = LMT',
  'allow_margin = true',
  '9'.repeat(500),
  '0'.repeat(500),
  ' '.repeat(500),
  'x'.repeat(5000),
  ','.repeat(300),
  ';'.repeat(300),
  '\t'.repeat(300),
  '[a]\n'.repeat(50),
  '"\n'.repeat(50),
  'SMURF,VTI,1\n'.repeat(50),
];

/** Variables of the environment, some of which mean something. */
export const VARIABLES: readonly [string, ...string[]] = [
  'REBALANCE__IBKR__PORT',
  'REBALANCE__IBKR__READ_ONLY',
  'REBALANCE__REBALANCE__MIN_ORDER_USD',
  'REBALANCE__MODELS__SMURF',
  'REBALANCE__SAFETY__COLLAR_BPS',
  'REBALANCE__SAFETY__MAX_ORDERS',
  'REBALANCE__LIMITS__STYLE',
  'REBALANCE__SYMBOL_OVERRIDES__VTI',
  'REBALANCE__ACCOUNTS__PATH',
  'REBALANCE__',
  'REBALANCE____PROTO__',
  'REBALANCE__IBKR__PROT',
  'rebalance__ibkr__host',
  'PATH',
];
