import { expect, it } from 'vitest';
import { describeProblem } from '../../src/core/units/problem.ts';
import { ratio } from '../../src/core/units/ratio.ts';
import { usd } from '../../src/core/units/usd.ts';
import { readSettings } from '../../src/inputs/read-settings.ts';
import { perHolding } from '../../src/core/testing/example-account.ts';

/** Every section and key that the test-first plan names, with values that this version has. */
const settings = `# settings for the test-first plan
[ibkr]
host = 127.0.0.1
port = 4002
client_id = 42
account_id = DU1234567
read_only = true

[models]
SMURF = 0.50
BADASS = 0.30
GLTR = 0.20

[rebalance]
trigger_mode = per_holding
per_holding_band_bps = 50
portfolio_total_band_bps = 100
min_order_usd = 500
allow_fractional = false
allow_margin = false
max_leverage = 1.5
cash_buffer_pct = 1%
maintenance_buffer_pct = 0
prefer_rth = true
order_type = LMT

[fx]
enabled = false
base_currency = USD
funding_currencies = CAD
convert_mode = just_in_time
use_mid_for_planning = true
min_fx_order_usd = 1000
fx_buffer_bps = 20
order_type = MKT
limit_slippage_bps = 5
route = IDEALPRO
wait_for_fill_seconds = 5
prefer_market_hours = false

[limits]
smart_limit = true
style = spread_aware
buy_offset_frac = 0.25
sell_offset_frac = 0.25
max_offset_bps = 10
wide_spread_bps = 50
escalate_action = cross
stale_quote_seconds = 10
use_ask_bid_cap = true

[safety]
paper_only = true
require_confirm = true
kill_switch_file = KILL_SWITCH
prefer_rth = true

[pricing]
price_source = last, midpoint, close
fallback_to_snapshot = true

[symbol_overrides]
VTI = ARCA
BND = conId:43645828

[io]
report_dir = reports
log_level = INFO
`;

it("a settings file for the test-first plan's sections and keys loads", () => {
  const result = readSettings(settings, 'settings.ini');
  expect(result.ok ? [] : result.problems.map(describeProblem)).toEqual([]);
  expect(result).toMatchObject({
    value: {
      ibkr: { readOnly: true },
      accountIds: ['DU1234567'],
      rebalance: {
        trigger: perHolding('50'),
        minOrder: usd('500'),
        cashBuffer: { kind: 'pct', share: ratio('0.01') },
        maxLeverage: ratio('1.5'),
      },
      pricing: { priceSources: ['last', 'midpoint', 'close'] },
      limits: { style: 'spread_aware', escalateAction: 'cross' },
      symbolOverrides: new Map<string, unknown>([
        ['VTI', { kind: 'exchange', exchange: 'ARCA' }],
        ['BND', { kind: 'conId', conId: 43_645_828 }],
      ]),
    },
  });
});
