import type { showBankJournal, showRunJournal } from '../journals.ts';
import type { listRunDifferences } from '../run-review.ts';
import type { EndpointExamples } from './example.ts';

const fileId = '3514bc044376f5de7c181e3818646343284f94fe0dd1de4d61a1b35a50f7500d';
const params = { coopId: 'demo', kind: 'BONUS', period: '2026-01', attempt: '1' } as const;

/** The examples of what an approver looks at, and of the journal. */
export const runReviewExamples = {
  listRunDifferences: {
    params,
    results: [
      {
        name: 'two',
        summary: 'One household gets much more than in December, another is new',
        value: {
          differences: [
            { payeeId: 'H000043', amountCents: 6_446, beforeCents: 3_700 },
            { payeeId: 'H000042', amountCents: 2_303, beforeCents: null },
          ],
        },
      },
    ],
  } satisfies EndpointExamples<typeof listRunDifferences>,

  showRunJournal: {
    params: { ...params, period: '2025-12' },
    results: [
      {
        name: 'booked',
        summary: 'Bonus earned, paid to accounts; what is left unpaid stays in the liability',
        value: {
          name: 'JOURNAL-BONUS-demo-202512-1.csv',
          lines: 4,
          sumCents: 11_700,
          sha256: '9f0c3b1c3a5be9d2f4d0c2a6f9c5c3c4f5f3a1a0b8e7d6c5b4a39281706f5e4d',
          url: 'https://files.omistaja.example/JOURNAL-BONUS-demo-202512-1.csv?X-Amz-Expires=300',
        },
      },
    ],
  } satisfies EndpointExamples<typeof showRunJournal>,

  showBankJournal: {
    params: { coopId: 'demo', fileId },
    results: [
      {
        name: 'returned',
        summary: 'A payment came back, and a contribution came in',
        value: {
          journal: {
            name: 'JOURNAL-BANK-demo-3514bc044376f5de.csv',
            lines: 4,
            sumCents: 7_326,
            sha256: '20279fa17cfe4239b7145f086a52234240264c1658ed99ce1e9f1f05e93981d4',
            url: 'https://files.omistaja.example/JOURNAL-BANK-demo-3514bc044376f5de.csv?X-Amz-Expires=300',
          },
        },
      },
      { name: 'none', summary: 'The file moved nothing', value: { journal: null } },
    ],
  } satisfies EndpointExamples<typeof showBankJournal>,
};
