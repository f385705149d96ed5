/** What runs without a scenario file: one margin account with a little of everything. */
export const defaultScenario = `
gateway:
  exchange_rates: { CAD: "0.73" }
  pacing: gateway
  accounts:
    - id: DU1234567
      base: USD
      type: margin
      cash: { USD: "25000.00", CAD: "1000.00" }
      positions:
        - { symbol: VTI, shares: 120, average_cost: "241.35" }
        - { symbol: VEA, shares: 300, average_cost: "46.10" }
        - { symbol: BND, shares: 200, average_cost: "73.90" }
`;
