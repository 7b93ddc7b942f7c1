import type { endTaxCard, setTaxCard, showTaxCards, TaxCardsView } from '../tax-cards.ts';
import type { EndpointExamples } from './example.ts';

const customerNumber = '1100000042';
const asked = { customerNumber, purpose: 'customerRequest' } as const;
const changing = { ...asked, source: { kind: 'authority' } } as const;

const cards: TaxCardsView = {
  version: 1,
  cards: [
    { kind: 'PERCENTAGE', rateBasisPoints: 1_050, from: '2026-02-01', lastDay: '2026-12-31', inForceToday: true },
  ],
};

/** The examples of tax cards. */
export const taxCardExamples = {
  showTaxCards: {
    requests: [{ name: 'at-the-desk', summary: 'The customer asks', value: asked }],
    results: [{ name: 'one', summary: 'A card of this year', value: cards }],
  } satisfies EndpointExamples<typeof showTaxCards>,

  setTaxCard: {
    requests: [
      {
        name: 'percentage',
        summary: '10.5 % for a year',
        value: {
          ...changing,
          version: 0,
          kind: 'PERCENTAGE',
          rateBasisPoints: 1_050,
          from: '2026-02-01',
          lastDay: '2026-12-31',
        },
      },
      {
        name: 'non-resident',
        summary: 'The payee lives abroad from a day on',
        value: { ...changing, version: 0, kind: 'NON_RESIDENT', from: '2026-02-01' },
      },
    ],
    results: [{ name: 'set', summary: 'The cards as they stand now', value: cards }],
  } satisfies EndpointExamples<typeof setTaxCard>,

  endTaxCard: {
    requests: [{ name: 'end', summary: 'It ends sooner', value: { ...changing, version: 1, lastDay: '2026-06-30' } }],
    results: [
      {
        name: 'ended',
        summary: 'The cards as they stand now',
        value: {
          version: 2,
          cards: [
            {
              kind: 'PERCENTAGE',
              rateBasisPoints: 1_050,
              from: '2026-02-01',
              lastDay: '2026-06-30',
              inForceToday: true,
            },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof endTaxCard>,
};
