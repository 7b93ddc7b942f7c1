import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { api } from '../../../contract/api.ts';
import type { Endpoint, Schema } from '../../../contract/endpoint.ts';
import { examples, problemExamples } from '../../../contract/examples.ts';
import { problemSchema, problems } from '../../../contract/problem.ts';
import { postReceipts } from '../../../contract/receipts.ts';
import { explainMonth } from '../../../contract/register.ts';
import { listRunPayees, showRun } from '../../../contract/runs.ts';
import { calculateBonus } from '../../../domain/bonus.ts';
import { generalBonusTable } from '../../../domain/bonus-table.ts';
import { errorCodes } from '../../../domain/errors.ts';
import { issuesOfReceipt, receiptOf } from '../../../domain/receipt.ts';
import { brokenEquations } from '../../../domain/run-totals.ts';
import { problemExample } from '../../../scripts/openapi/problem-example.ts';

const shownOf = ({ name }: Pick<Endpoint, 'name'>) => {
  const shown = examples[name];
  if (shown === undefined) throw new Error(`no examples of ${name}`);
  return shown;
};
const resultsOf = <R extends Schema>(endpoint: Pick<Endpoint, 'name'> & { result: R }): z.infer<R>[] =>
  shownOf(endpoint).results.map(({ value }) => z.parse(endpoint.result, value));

it('shows every endpoint, and nothing else', () => {
  expect(Object.keys(examples).toSorted()).toEqual(api.map(({ name }) => name).toSorted());
});

describe.each(api.map((endpoint) => [endpoint.name, endpoint] as const))('the examples of %s', (_name, endpoint) => {
  const shown = shownOf(endpoint);

  it.each([
    ['path', endpoint.params, shown.params],
    ['query', endpoint.query, shown.query],
  ])('fit its %s', (_place, schema, value) => {
    expect(value === undefined).toBe(schema === undefined);
    if (schema !== undefined) expect(z.parse(schema, value)).toEqual(value);
  });

  it('fit its body', () => {
    const { requests = [] } = shown;
    expect(requests.length > 0).toBe(endpoint.body !== undefined);
    for (const { value } of requests) expect(z.parse(endpoint.body as Schema, value)).toEqual(value);
  });

  it('fit its result', () => {
    expect(shown.results.length).toBeGreaterThan(0);
    for (const { value } of shown.results) expect(z.parse(endpoint.result, value)).toEqual(value);
  });

  it('have names of their own', () => {
    for (const list of [shown.requests ?? [], shown.results]) {
      const names = list.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });
});

describe('the examples are true', () => {
  it('of receipts: they keep the rules', () => {
    const window = { lateWindowDays: 60, futureToleranceSeconds: 300 };
    const bodies = (shownOf(postReceipts).requests ?? []).map(({ value }) =>
      z.parse(postReceipts.body as Schema, value),
    );
    const receipts = (bodies as z.infer<NonNullable<typeof postReceipts.body>>[]).flatMap((body) =>
      'receipts' in body ? body.receipts : [body],
    );
    expect(receipts.length).toBeGreaterThan(1);
    for (const receipt of receipts) {
      expect(issuesOfReceipt(receiptOf(receipt), window, Date.parse('2026-02-01T00:00:00Z'))).toEqual([]);
    }
  });

  it('of an explained month: its figures follow from its receipts', () => {
    for (const explained of resultsOf(explainMonth)) {
      const purchases = explained.receipts.map(({ bases, receiptId, purchasedAt }) => ({
        bases,
        reference: receiptId,
        purchasedAt: Date.parse(purchasedAt),
      }));
      const { receiptCount: _, ...calculated } = calculateBonus({
        month: explained.month,
        memberKind: 'PERSON',
        opening: explained.opening,
        purchases,
        table: generalBonusTable,
      });
      expect(explained).toMatchObject(calculated);
      expect(explained.payout).toMatchObject({
        payableCents: explained.amountCents,
        toAccountCents: explained.amountCents,
      });
    }
  });

  it('of a run: its totals add up, and are the sums of its payees', () => {
    const runs = resultsOf(showRun);
    const totals = runs.flatMap((run) => run.totals ?? []);
    for (const other of runs.flatMap(({ differences }) =>
      differences.flatMap((difference) => difference.totals ?? []),
    )) {
      expect(brokenEquations('BONUS', other)).toEqual([]);
    }
    expect(totals).toHaveLength(1);
    for (const total of totals) {
      expect(brokenEquations('BONUS', total)).toEqual([]);
      for (const { payees } of resultsOf(listRunPayees)) {
        const sum = (
          field: 'receipts' | 'amountCents' | 'lateAmountCents' | 'toShareCents' | 'toAccountCents' | 'unpaidCents',
        ) => payees.reduce((all, payee) => all + payee[field], 0);
        expect(payees).toHaveLength(total.payees);
        for (const field of [
          'receipts',
          'amountCents',
          'lateAmountCents',
          'toShareCents',
          'toAccountCents',
          'unpaidCents',
        ] as const) {
          expect(sum(field), field).toBe(total[field]);
        }
      }
    }
  });

  it('of people: every card is of the demo federation', () => {
    const cards = JSON.stringify(examples).match(/(?<!"shareReference":")(?<=")\d{12,19}(?=")/g) ?? [];
    expect(cards.length).toBeGreaterThan(0);
    for (const card of cards) expect(card).toMatch(/^924600000000000\d{3}$/);
  });
});

describe.each(errorCodes)('the example of %s', (code) => {
  it('is a problem with its status and title, and points at fields where its detail says so', () => {
    const example = problemExample(code);
    expect(z.parse(problemSchema, example)).toEqual(example);
    expect(example).toMatchObject({
      code,
      status: problems[code].status,
      title: problems[code].title,
      detail: problemExamples[code].detail,
    });
    expect((example.errors ?? []).length > 0).toBe(problems[code].advice.includes('`errors`'));
  });
});
