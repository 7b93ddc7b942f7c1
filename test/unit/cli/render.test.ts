import { describe, expect, it } from 'vitest';
import { renderExplanation } from '../../../cli/render/explain.ts';
import {
  formatCentsPerLitre,
  formatCount,
  formatLitres,
  formatPercent,
  formatTime,
} from '../../../cli/render/figures.ts';
import { coloured, paintFor, plain, printable } from '../../../cli/render/paint.ts';
import { renderRun, renderRunFiles, renderRuns } from '../../../cli/render/run.ts';
import { explanation, hash, noBases, runView } from './run-views.ts';

/** Figures have no-break spaces, as Finnish has them. */
const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');
const lineWith = (text: string, part: string): string =>
  spaced(text)
    .split('\n')
    .find((line) => line.includes(part)) ?? '';

describe('figures', () => {
  it('are written as a Finnish reader expects, without floats', () => {
    expect([0, 7, 350, 1234, -50].map(formatPercent).map(spaced)).toEqual([
      '0 %',
      '0,07 %',
      '3,5 %',
      '12,34 %',
      '−0,5 %',
    ]);
    expect([43_240, 999, -1_000, 1_234_567_890].map(formatLitres).map(spaced)).toEqual([
      '43,24 l',
      '0,999 l',
      '−1 l',
      '1 234 567,89 l',
    ]);
    expect(spaced(formatCentsPerLitre(350))).toBe('3,5 c/l');
    expect([0, 999, 1000, -1_234_567].map(formatCount).map(spaced)).toEqual(['0', '999', '1 000', '−1 234 567']);
    expect(formatTime('2026-10-24T14:05:31Z')).toBe('2026-10-24 17:05');
    expect(formatTime('2026-12-31T22:30:00Z')).toBe('2027-01-01 00:30');
  });
});

describe('renderRun', () => {
  it('says without colours where the run is', () => {
    const states = ['DRAFT', 'SUBMITTED', 'FILES_WRITTEN'] as const;
    for (const state of states) {
      const line = lineWith(renderRun(runView({ state }), plain), '→');
      expect(line).toContain(`[${state}]`);
      expect(line.match(/\[/g)).toHaveLength(1);
      expect(line.split(' → ')).toHaveLength(7);
    }
  });

  it.each([
    [{ state: 'CANCELLED' as const, hash: undefined }, 'DRAFT → [CANCELLED]'],
    [{ state: 'CANCELLED' as const, hash }, 'DRAFT → CALCULATED → [CANCELLED]'],
    [
      { state: 'REJECTED' as const, hash, submitted: { by: 'a', at: '2026-11-10T08:00:00+02:00' } },
      'DRAFT → CALCULATED → SUBMITTED → [REJECTED]',
    ],
  ])('shows how far an ended attempt had got', ({ hash: has, ...run }, steps) => {
    const { hash: _, ...rest } = runView(run);
    expect(renderRun(has === undefined ? rest : { ...rest, hash: has }, plain)).toContain(steps);
  });

  it('puts the differences beside the totals, right-aligned, with their signs', () => {
    const text = renderRun(runView(), plain);
    expect(lineWith(text, 'Amount of the month')).toMatch(/2 055,95 € +2 000,00 € +\+55,95 €$/);
    expect(lineWith(text, 'Households ')).toMatch(/1 300 +1 310 +−10$/);
    expect(lineWith(text, 'This run')).toMatch(/This run +2026-09 +Change$/);
    expect(lineWith(text, 'Receipts  ')).toMatch(/=$/);
    const ends = ['Bonus ', 'Payment benefit'].map((name) => lineWith(text, name).indexOf('€'));
    expect(new Set(ends).size).toBe(1);
    expect(text).toContain(hash);
  });

  it('shows no comparison where there is nothing to compare with, and what stopped it', () => {
    const text = renderRun(
      runView({
        differences: [{ against: '2026-09', totals: null }],
        problem: 'SUMS_DIFFER',
        warnings: ['MONTH_NOT_ENDED'],
      }),
      plain,
    );
    expect(lineWith(text, 'This run')).toMatch(/This run$/);
    expect(text).toContain('(SUMS_DIFFER)');
    expect(text).toContain('! The month has not ended');
  });

  it('uses colours only if it is told to', () => {
    expect(renderRun(runView(), plain)).not.toContain('\u001b');
    expect(renderRun(runView(), coloured)).toContain('\u001b[');
  });
});

describe('renderRuns and renderRunFiles', () => {
  it('have a line each', () => {
    const { totals: _, ...draft } = runView({ attempt: '2', state: 'DRAFT' });
    expect(renderRuns([draft, runView()], plain).split('\n')).toHaveLength(3);
    expect(renderRuns([], plain)).toBe('No runs yet.');
  });

  it('do not show the address that serves a file', () => {
    const file = {
      name: 'a.xml',
      count: 2,
      sumCents: 7_629,
      sha256: hash,
      url: 'https://files.example/a.xml?X-Amz-Signature=1',
    };
    expect(renderRunFiles([file], plain)).not.toContain('files.example');
    expect(spaced(renderRunFiles([file], plain))).toContain('76,29 €');
  });
});

describe('renderExplanation', () => {
  it('leads from the receipts to the payout, each figure from the one before', () => {
    const text = spaced(renderExplanation(explanation(), plain));
    const order = [
      '26101000004',
      'What counts',
      '623,45 € reaches 600,00 €',
      '543,45 €',
      '× 3,5 %',
      '23,03 €',
      'Payout',
      'PAID',
    ];
    const places = order.map((part, index) =>
      text.indexOf(part, index === 0 ? 0 : text.indexOf(order[index - 1] ?? '')),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(lineWith(text, 'Fuel bonus')).toMatch(/43,24 l × 3,5 c\/l +1,51 €$/);
    expect(lineWith(text, 'Payment benefit')).toMatch(/500,00 € × 0,5 % +2,50 €$/);
    expect(lineWith(text, '26102400018')).toContain('not counted by a run yet');
    expect(lineWith(text, '26102400018')).toContain('2026-10-24 17:05');
  });

  it('leaves out what is not there: campaign columns, lines of 0, empty openings', () => {
    const text = renderExplanation(explanation(), plain);
    expect(text).not.toContain('campaign');
    expect(text).not.toContain('Double');
    expect(text).not.toContain('Carried');
  });

  it('says why there is nothing: no row, a negative month, erased receipts, nothing paid', () => {
    const negative = { ...noBases, bonusCents: -500 };
    const text = spaced(
      renderExplanation(
        explanation({
          receipts: [],
          opening: negative,
          purchases: noBases,
          total: negative,
          row: null,
          carry: negative,
          lines: { bonusCents: 0, doubleExtraCents: 0, fuelBonusCents: 0, paymentBenefitCents: 0 },
          amountCents: 0,
          payout: null,
          standing: 'preview',
        }),
        plain,
      ),
    );
    expect(text).toContain('no longer kept');
    expect(text).toContain('−5,00 € earns no Bonus');
    expect(text).toContain('Carried into the next month');
    expect(text).toContain('Nothing has been paid');
    expect(text).toContain('a preview');
  });

  it('shows which run added what, if more than one did', () => {
    const revision = {
      revision: 0,
      period: '2026-10',
      attempt: '1',
      because: [],
      receipts: 1,
      purchasesCents: 54_345,
      rateBasisPoints: 300,
      tableValidFrom: '2017-03',
      tableVersion: 1,
      addedLines: explanation().lines,
      addedAmountCents: 2_000,
    };
    const next = { ...revision, revision: 1, period: '2026-11', receipts: 2, addedAmountCents: 303 };
    const because: ('RECEIPTS' | 'TABLE')[] = ['RECEIPTS', 'TABLE'];
    const text = spaced(
      renderExplanation(explanation({ tableVersion: 2, revisions: [revision, { ...next, because }] }), plain),
    );
    expect(lineWith(text, '2026-11, attempt 1')).toMatch(/receipts, another table +2 +543,45 € +3 % +3,03 €$/);
    expect(text).toContain('in the table of 2017-03, version 2: 3,5 %');
  });

  it('says what is still owed, or taken from the next payments, and which return was made later', () => {
    const balance = { coopId: 'demo', period: '2026-11', unpaidCents: -350, reason: 'NEGATIVE' as const };
    const [receipt, ...more] = explanation().receipts;
    const later = { ...receipt, purchasedAt: '2026-11-02T10:00:00+02:00' } as (typeof more)[number];
    const text = spaced(renderExplanation(explanation({ balance, receipts: [later, ...more] }), plain));
    expect(text).toContain('3,50 € after the run of 2026-11 of co-op demo are taken from the next payments.');
    expect(lineWith(text, '26101000004')).toMatch(/returned later$/);
    const owed = { ...balance, unpaidCents: 1_200, reason: 'NO_ACCOUNT' as const };
    expect(spaced(renderExplanation(explanation({ balance: owed }), plain))).toContain('still owed (NO_ACCOUNT).');
  });
});

describe('paintFor', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
  ])('%j with %j', (stream, env, hasColours) => {
    expect(paintFor(stream, env)('red', 'x') !== 'x').toBe(hasColours);
  });
});

describe('printable', () => {
  it('takes the control characters out of texts of others', () => {
    expect(printable('a\u001b[2Jb\r\nc\u0007\u009bd')).toBe('a [2Jb c d');
  });

  it('is used on what the register tells', () => {
    const text = renderRun(runView({ opened: { by: '\u001b[2J', at: '\u001b]0;x' } }), plain);
    expect(text).not.toContain('\u001b');
  });
});
