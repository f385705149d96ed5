import { onePortfolio, portfolios, type BadInput } from './bad-input.ts';

const rows = (count: number, row: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${row(at)}\n`).join('');

/** Portfolios files that are refused. */
export const BAD_PORTFOLIOS: readonly BadInput[] = [
  portfolios('A portfolios file that is not there', { words: 'no such file', error: 'ENOENT' }),
  portfolios('A folder instead of the file', { words: 'a folder', error: 'EISDIR' }),
  portfolios('A file without permission', { words: 'a file of somebody else', error: 'EACCES' }),
  portfolios('An empty portfolios file', ''),
  portfolios('A portfolios file of comments only', '# ETF,SMURF,GLTR\n'),
  portfolios('A header only', 'ETF,SMURF,GLTR\n'),
  portfolios('A header only, after a byte order mark', '\uFEFFETF,SMURF,GLTR\r\n'),
  portfolios('An Excel workbook', {
    words: 'a workbook, saved as .xlsx',
    bytes: Buffer.from('PK\u0003\u0004\u0014\u0000', 'latin1'),
  }),
  portfolios('UTF-16 without its byte order mark', {
    words: '"ETF,SMURF,GLTR" in UTF-16 without a mark',
    bytes: Buffer.from('ETF,SMURF,GLTR\n', 'utf16le'),
  }),
  portfolios('UTF-8 that is cut off in a character', {
    words: 'a file that ends in half of an "é"',
    bytes: Buffer.from('ETF,SMURF,GLTR\nVTI,100,100\n# caf\u00e9').subarray(0, -1),
  }),
  portfolios('A file that is too large', {
    words: 'a file of 3,000,000 bytes',
    bytes: Buffer.alloc(3_000_000, 'ETF,SMURF,GLTR\n'),
  }),
  portfolios('A missing column', 'ETF,SMURF\nVTI,100\n'),
  portfolios('A column with a wrong name', 'ETF,SMURFF,GLTR\nVTI,100,100\n'),
  portfolios('An unknown column', 'ETF,SMURF,GLTR,note\nVTI,100,100,all\n'),
  portfolios('A column twice', 'ETF,SMURF,GLTR,smurf\nVTI,100,100,100\n'),
  portfolios('No column for the symbols', 'Ticker,SMURF,GLTR\nVTI,100,100\n'),
  portfolios('No header', 'VTI,60,50\nBND,40,50\n'),
  onePortfolio('A sum of 99.98', 'ETF,SMURF\nVTI,60\nBND,39.98\n'),
  onePortfolio('A sum that is 0.02 too high', 'ETF,SMURF\nVTI,60\nBND,40.02\n'),
  onePortfolio('Fractions instead of percentages', 'ETF,SMURF\nVTI,0.6\nBND,0.4\n'),
  onePortfolio('A CASH row that is not counted', 'ETF,SMURF\nVTI,100\nCASH,2\n'),
  portfolios('A model portfolio without an ETF', 'ETF,SMURF,GLTR\nVTI,100,\nBND,,0%\n'),
  onePortfolio('A model portfolio of cash only', 'ETF,SMURF\nVTI,0\nCASH,100\n'),
  onePortfolio('A symbol twice', 'ETF,SMURF\nVTI,50\nBND,50\nvti,50\n'),
  onePortfolio('Two CASH rows', 'ETF,SMURF\nVTI,96\nCASH,2\nCASH,2\n'),
  onePortfolio('A row without a symbol', 'ETF,SMURF\nVTI,60\n,40\n'),
  onePortfolio('A symbol that is none', 'ETF,SMURF\nVTI,60\nB/ND,40\n'),
  onePortfolio('A percentage of NaN', 'ETF,SMURF\nVTI,100\nBND,NaN\n'),
  onePortfolio('A percentage of Infinity', 'ETF,SMURF\nVTI,Infinity\n'),
  onePortfolio('A percentage with an exponent', 'ETF,SMURF\nVTI,1e2\n'),
  onePortfolio('A formula', 'ETF,SMURF\nVTI,=50+50\n'),
  onePortfolio('A negative percentage', 'ETF,SMURF\nVTI,110\nBND,-10%\n'),
  onePortfolio('More decimals than are counted', 'ETF,SMURF\nVTI,99.9999999\n'),
  onePortfolio('A decimal comma between commas', 'ETF,SMURF\nVTI,99,99\n'),
  onePortfolio('A decimal comma in quotes', 'ETF,SMURF\nVTI,"99,99%"\n'),
  onePortfolio('Thousands in a file with decimal commas', 'ETF;SMURF\r\nVTI;1.000,00\r\n'),
  onePortfolio('A row that is too short', 'ETF,SMURF\nVTI,100\nBND\n'),
  onePortfolio('A quoted cell that is not closed', 'ETF,SMURF\nVTI,"100\nBND,0\n'),
  onePortfolio('Control characters', 'ETF,SMURF\n\u001b[31mVTI,100\n'),
  onePortfolio('Borrowing that the settings forbid', 'ETF,SMURF\nVTI,150\nCASH,-50\n'),
  {
    title: 'Borrowing beyond max_leverage',
    settings: '[models]\nsmurf = 1\n[rebalance]\nmax_leverage = 1.4\n',
    portfolios: 'ETF,SMURF\nVTI,150\nCASH,-50\n',
  },
  onePortfolio('10,000 rows that add up to 99.9', {
    words: 'a header and 10,000 rows of 0.00999%',
    bytes: Buffer.from(`ETF,SMURF\n${rows(10_000, (at) => `S${at},0.00999`)}`),
  }),
  onePortfolio('A text that is no table', {
    words: 'a header and 5,000 lines of prose',
    bytes: Buffer.from(`ETF,SMURF\n${rows(5000, () => 'once upon a time')}`),
  }),
  onePortfolio(
    'Long: a positive CASH row',
    'portfolio,symbol,target_pct\nSMURF,VTI,95\nSMURF,CASH,5\n',
  ),
  onePortfolio(
    'Long: a CASH row of 0',
    'portfolio,symbol,target_pct\nSMURF,VTI,100\nSMURF,CASH,0\n',
  ),
  onePortfolio(
    'Long: two CASH rows',
    'portfolio,symbol,target_pct\nSMURF,VTI,100\nSMURF,CASH,0\nSMURF,CASH,0\n',
  ),
  onePortfolio('Long: borrowing', 'portfolio,symbol,target_pct\nSMURF,VTI,150\nSMURF,CASH,-50\n'),
  onePortfolio(
    'Long: an unknown portfolio',
    'portfolio,symbol,target_pct\nSMURF,VTI,100\nSMRUF,BND,50\nSMRUF,VTI,50\n',
  ),
  portfolios('Long: a missing model portfolio', 'portfolio,symbol,target_pct\nSMURF,VTI,100\n'),
  onePortfolio('Long: a missing column', 'portfolio,symbol,weight\nSMURF,VTI,100\n'),
  onePortfolio('Long: a column twice', 'portfolio,symbol,symbol,target_pct\nSMURF,VTI,VTI,100\n'),
  onePortfolio('Long: no percentage', 'portfolio,symbol,target_pct\nSMURF,VTI,100\nSMURF,BND,\n'),
  onePortfolio(
    'Long: a symbol twice in one model portfolio',
    'portfolio,symbol,target_pct\nSMURF,VTI,50\nsmurf,vti,50\n',
  ),
  {
    title: 'Problems in both files',
    settings: '[ibkr]\nport = x\n[models]\nsmurf = 1\n',
    portfolios: 'ETF,SMURF\nVTI,99\n',
  },
];
