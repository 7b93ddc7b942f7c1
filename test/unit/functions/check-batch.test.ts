import { beforeEach, describe, expect, it } from 'vitest';
import { postReceiptsEndpoint } from '../../../functions/api/pos/post-receipts.ts';
import { serveTills } from '../../../functions/runtime/serve-tills.ts';
import { demoCompany, itemOfCompany } from '../../../scripts/demo/directory.ts';
import { ask, problemOf, withoutNetwork } from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { aRequest, day, noon } from '../../fixtures/recording.ts';
import { outletItemOf } from '../../fixtures/register-items.ts';

logLines();
const { put, reset, queue, queued } = withoutNetwork();
beforeEach(reset);
let nowMs = noon;
const handler = serveTills([postReceiptsEndpoint], () => nowMs);
const postText = (body: string) => ask(handler, { route: 'POST /v1/receipts', body });
const post = (body: unknown) => postText(JSON.stringify(body));
const ids = () => queued().map((receipts) => receipts.map((receipt) => (receipt as { receiptId: string }).receiptId));

describe('a batch', () => {
  it('is partly taken: the valid receipts go in one message, each other one is rejected with the place of its faults', async () => {
    const receipts = [
      aRequest({ receiptId: 'a' }),
      aRequest({ receiptId: 'b', totalCents: 1.5, cardUse: 'guessed' }),
      aRequest({ receiptId: 'c' }),
      aRequest({ receiptId: 'd', bonusBaseCents: 2_000, campaignCents: -1 }),
      'not a receipt',
    ];
    const answer = await post({ receipts });
    expect(answer.status).toBe(202);
    expect(ids()).toEqual([['a', 'c']]);
    const { accepted, rejected } = answer.body as { accepted: number; rejected: { errors: object[] }[] };
    expect(accepted).toBe(2);
    expect(rejected).toMatchObject([
      {
        index: 1,
        code: 'invalidReceipt',
        errors: [
          { pointer: '/receipts/1/totalCents', code: 'notWholeNumber' },
          { pointer: '/receipts/1/cardUse', code: 'notOneOf' },
        ],
      },
      {
        index: 3,
        code: 'baseOutsideTotal',
        errors: [
          { pointer: '/receipts/3/bonusBaseCents', code: 'baseOutsideTotal' },
          { pointer: '/receipts/3/campaignCents', code: 'baseOutsideTotal' },
        ],
      },
      { index: 4, code: 'invalidReceipt', errors: [{ pointer: '/receipts/4', code: 'wrongType' }] },
    ]);
  });

  it('takes the first of a receipt that stands twice and rejects each later one', async () => {
    const first = aRequest({ receiptId: 'twice' });
    const answer = await post({
      receipts: [first, { ...first, totalCents: 5 }, aRequest({ receiptId: 'once' }), first],
    });
    expect(ids()).toEqual([['twice', 'once']]);
    expect(answer.body).toMatchObject({
      accepted: 2,
      rejected: [1, 3].map((index) => ({
        index,
        code: 'duplicateInBatch',
        errors: [{ pointer: `/receipts/${index}/receiptId`, code: 'duplicateInBatch' }],
      })),
    });
    expect(queued()[0]?.[0]).toMatchObject({ totalCents: 1_000 });
  });

  it('takes a later one if the first was faulty, and the same number of another day, terminal or outlet', async () => {
    put(outletItemOf({ outletId: '319' }));
    const first = aRequest({ receiptId: 'same' });
    const others = [{ businessDay: '2026-10-29' }, { terminalId: '2' }, { outletId: '319' }];
    const receipts = [
      { ...first, totalCents: null },
      { ...first, bonusBaseCents: -1 },
      first,
      ...others.map((other) => ({ ...first, ...other })),
    ];
    expect(await post({ receipts })).toMatchObject({ status: 202, body: { accepted: 4 } });
  });

  it('of faulty receipts only is refused as a whole, and nothing is stored', async () => {
    const answer = await post({ receipts: [aRequest({ totalCents: 0.5 }), aRequest({ outletId: '999' })] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'noValidReceipt' } });
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual([
      '/receipts/0/totalCents',
      '/receipts/1/outletId',
    ]);
    expect(queue.calls()).toHaveLength(0);
  });

  it('may be one receipt without a list', async () => {
    expect(await post(aRequest({ receiptId: 'alone' }))).toMatchObject({
      status: 202,
      body: { accepted: 1, rejected: [] },
    });
    expect(ids()).toEqual([['alone']]);
    const answer = await post(aRequest({ totalCents: 'x' }));
    expect(problemOf(answer).errors).toMatchObject([{ pointer: '/totalCents' }]);
  });

  it('has 1 to 100 receipts', async () => {
    const many = Array.from({ length: 100 }, () => aRequest());
    expect(await post({ receipts: many })).toMatchObject({ status: 202, body: { accepted: 100 } });
    expect(await post({ receipts: [...many, aRequest()] })).toMatchObject({
      status: 400,
      body: { code: 'tooManyReceipts' },
    });
    const faults = [];
    for (const receipts of [[], {}, null, 'x', 5]) faults.push(problemOf(await post({ receipts })).errors?.[0]);
    expect(faults).toMatchObject([
      { pointer: '/receipts', code: 'outOfRange' },
      ...Array.from({ length: 4 }, () => ({ pointer: '/receipts', code: 'wrongType' })),
    ]);
    expect(queued()).toHaveLength(1);
  });

  it('has no field beside the list; twenty such fields are told, as pointers', async () => {
    const strangers = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${'k'.repeat(index + 1)}/~`, 1]));
    const { errors = [] } = problemOf(await post({ receipts: [aRequest()], ...strangers }));
    expect(errors).toHaveLength(20);
    expect(errors[0]).toMatchObject({ pointer: '/k~1~0', code: 'unknownField' });
    expect(queued()).toEqual([]);
  });

  it.each(['null', '[]', '5', '"text"', 'true', '[{"receipts":[]}]'])('is an object: %s', async (body) => {
    const answer = await postText(body);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest', errors: [{ pointer: '', code: 'wrongType' }] },
    });
  });

  it('has at most twenty faults a receipt', async () => {
    const lines = Array.from({ length: 300 }, () => ({ productId: 5 }));
    const answer = await post({ receipts: [aRequest(), aRequest({ lines })] });
    const { rejected } = answer.body as { rejected: { errors: unknown[] }[] };
    expect(rejected[0]?.errors).toHaveLength(20);
  });

  it('is on the queue before it is answered; without lines, with defaults filled in', async () => {
    const lines = [{ productId: 'a', totalCents: 1_000, quantity: 0.5 }];
    await post(aRequest({ receiptId: 'a', lines, fuel: { cents: 400, millilitres: 2_000 } }));
    expect(queued()).toEqual([
      [
        {
          outletId: '31782',
          businessDay: '2026-10-30',
          terminalId: '1',
          receiptId: 'a',
          purchasedAt: Date.parse('2026-10-30T18:30:00+02:00'),
          identifier: { kind: 'card', value: '2465000000000004' },
          totalCents: 1_000,
          cardUse: 'shown',
          bonusBaseCents: 1_000,
          paymentBenefitBaseCents: 0,
          fuelCents: 400,
          fuelMillilitres: 2_000,
          campaignCents: 0,
        },
      ],
    ]);
    queue.onAnyCommand().rejects(new Error('the queue is gone'));
    expect(await post(aRequest())).toMatchObject({ status: 500, body: { code: 'internal' } });
  });
});

describe('an outlet', () => {
  it('takes receipts from its first day to its last, both included, by the local day of the purchase', async () => {
    put(outletItemOf({ outletId: '500', validFrom: '2026-10-10', validUntil: '2026-10-20' }));
    const taken = async (purchasedAt: string) => {
      const businessDay = purchasedAt.slice(0, 10);
      return (await post(aRequest({ outletId: '500', purchasedAt, businessDay }))).status === 202;
    };
    expect(await taken('2026-10-09T23:59:59+03:00')).toBe(false);
    expect(await taken('2026-10-10T00:00:00+03:00')).toBe(true);
    expect(await taken('2026-10-20T23:59:59+03:00')).toBe(true);
    expect(await taken('2026-10-20T23:00:00+02:00')).toBe(false);
  });

  it('takes receipts of the days on which its company is in the directory', async () => {
    nowMs += 2 * day;
    put(itemOfCompany(demoCompany({ companyId: 'havu', from: '2026-10-10', until: '2026-10-20' })));
    put(outletItemOf({ outletId: '501' }));
    const faultsOn = async (purchasedAt: string) => {
      const businessDay = purchasedAt.slice(0, 10);
      const answer = await post(aRequest({ outletId: '501', purchasedAt, businessDay }));
      return problemOf(answer).errors?.map(({ pointer, code }) => `${pointer} ${code}`);
    };
    expect(await faultsOn('2026-10-09T23:59:59+03:00')).toEqual(['/outletId companyNotValid']);
    expect(await faultsOn('2026-10-10T00:00:00+03:00')).toBeUndefined();
    expect(await faultsOn('2026-10-20T23:59:59+03:00')).toBeUndefined();
    expect(await faultsOn('2026-10-21T00:00:00+03:00')).toEqual(['/outletId companyNotValid']);
    nowMs += day;
  });

  it('is remembered for the directory cache only: what changes counts within a minute', async () => {
    nowMs += day;
    put(outletItemOf({ outletId: '600' }));
    expect((await post(aRequest({ outletId: '600' }))).status).toBe(202);
    put(outletItemOf({ outletId: '600', retailerId: 'koivu' }));
    expect((await post(aRequest({ outletId: '600' }))).status).toBe(202);
    nowMs += 60_000;
    expect((await post(aRequest({ outletId: '600' }))).status).toBe(400);
  });
});
