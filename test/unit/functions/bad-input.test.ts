import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { receiptOf, receiptRequestSchema } from '../../../domain/receipt.ts';
import { postReceiptsEndpoint } from '../../../functions/api/pos/post-receipts.ts';
import { serveTills } from '../../../functions/runtime/serve-tills.ts';
import { ask, problemOf, withoutNetwork } from '../../fixtures/http-requests.ts';
import { logLines } from '../../fixtures/log-lines.ts';
import { aRequest, cardOf, day, minute, noon } from '../../fixtures/recording.ts';
import { outletItemOf } from '../../fixtures/register-items.ts';

logLines();
const { put, reset, queued } = withoutNetwork();
beforeEach(reset);
const handler = serveTills([postReceiptsEndpoint], () => noon);
const route = 'POST /v1/receipts';
const post = (body: string) => ask(handler, { route, body });

/** What is answered to one receipt with these fields: pointer and code of each fault. */
async function faultsOf(fields: Record<string, unknown>): Promise<string[]> {
  const answer = await post(JSON.stringify(aRequest(fields)));
  if (answer.status === 202) return [];
  expect(answer).toMatchObject({ status: 400, body: { code: 'noValidReceipt' } });
  expect(queued()).toEqual([]);
  return (problemOf(answer).errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

const time = (epochMs: number) => new Date(epochMs).toISOString();
const bought = (epochMs: number, businessDay: string) => ({ purchasedAt: time(epochMs), businessDay });

describe('a receipt with a field that is', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['missing', { totalCents: undefined }, '/totalCents required'],
    ['missing, the identifier', { identifier: undefined }, '/identifier required'],
    ['null', { totalCents: null }, '/totalCents wrongType'],
    ['a number as text', { totalCents: '12' }, '/totalCents wrongType'],
    ['a truth value', { totalCents: true }, '/totalCents wrongType'],
    ['a list', { totalCents: [1] }, '/totalCents wrongType'],
    ['a number instead of text', { receiptId: 12 }, '/receiptId wrongType'],
    ['a card as a number', { identifier: { card: 2_465_000_000_000_004 } }, '/identifier/card wrongType'],
    ['a fraction of a cent', { totalCents: 10.5 }, '/totalCents notWholeNumber'],
    ['a fraction of a base’s cent', { bonusBaseCents: 0.1 }, '/bonusBaseCents notWholeNumber'],
    ['a fraction of a millilitre', { fuel: { cents: 1, millilitres: 0.5 } }, '/fuel/millilitres notWholeNumber'],
    ['over a million euros', { totalCents: 100_000_001 }, '/totalCents outOfRange'],
    ['under minus a million euros', { totalCents: -100_000_001 }, '/totalCents outOfRange'],
    ['a base over a million euros', { campaignCents: 100_000_001 }, '/campaignCents outOfRange'],
    ['unknown', { bonusPct: 5 }, '/bonusPct unknownField'],
    ['unknown inside', { fuel: { cents: 1, millilitres: 1, litres: 1 } }, '/fuel/litres unknownField'],
    ['unknown, with signs of a pointer in it', { 'a/b~c': 1 }, '/a~1b~0c unknownField'],
    ['constructor', { constructor: { prototype: { isAdmin: true } } }, '/constructor unknownField'],
    ['without offset', { purchasedAt: '2026-10-30T18:30:00' }, '/purchasedAt badFormat'],
    ['a date alone', { purchasedAt: '2026-10-30' }, '/purchasedAt badFormat'],
    ['a leap second', { purchasedAt: '2026-10-30T18:30:60+02:00' }, '/purchasedAt badFormat'],
    ['a time on a day that does not exist', { purchasedAt: '2026-02-30T18:30:00+02:00' }, '/purchasedAt badFormat'],
    ['a time as a number', { purchasedAt: noon }, '/purchasedAt wrongType'],
    ['a day that does not exist', { businessDay: '2026-02-30' }, '/businessDay badFormat'],
    ['a day in Finnish order', { businessDay: '30.10.2026' }, '/businessDay badFormat'],
    ['a way of showing the card that there is not', { cardUse: 'guessed' }, '/cardUse notOneOf'],
    ['an inherited name', { cardUse: 'toString' }, '/cardUse notOneOf'],
    ['a card that is too short', { identifier: { card: '12345678903' } }, '/identifier/card badFormat'],
    ['a card with a wrong check digit', { identifier: { card: '2465000000000005' } }, '/identifier/card badCheckDigit'],
    ['no identifier', { identifier: {} }, '/identifier notOneOf'],
    ['two identifiers', { identifier: { card: cardOf(0).value, memberNumber: '1234567' } }, '/identifier notOneOf'],
    [
      'half a return',
      { returnOf: { outletId: '1', businessDay: '2026-10-01', terminalId: '1' } },
      '/returnOf/receiptId required',
    ],
    ['a line without a total', { lines: [{ productId: 'a' }] }, '/lines/0/totalCents required'],
    [
      'a line with a long name',
      { lines: [{ productId: 'a'.repeat(41), totalCents: 1 }] },
      '/lines/0/productId outOfRange',
    ],
    [
      'more lines than a till prints',
      { lines: Array.from({ length: 1_001 }, () => ({ productId: 'a', totalCents: 0 })) },
      '/lines outOfRange',
    ],
    ['an outlet that there is not', { outletId: '999' }, '/outletId unknownOutlet'],
    ['a base larger than the total', { bonusBaseCents: 1_001 }, '/bonusBaseCents baseOutsideTotal'],
    ['a base of the other sign', { paymentBenefitBaseCents: -1 }, '/paymentBenefitBaseCents baseOutsideTotal'],
    [
      'fuel larger than the Bonus base',
      { bonusBaseCents: 500, fuel: { cents: 501, millilitres: 1 } },
      '/fuel/cents baseOutsideTotal',
    ],
    ['litres of the other sign', { fuel: { cents: 500, millilitres: -1 } }, '/fuel/millilitres baseOutsideTotal'],
    [
      'a campaign inside the fuel',
      { fuel: { cents: 600, millilitres: 1 }, campaignCents: 401 },
      '/campaignCents baseOutsideTotal',
    ],
    [
      'a base of a total of 0',
      { totalCents: 0, bonusBaseCents: 0, paymentBenefitBaseCents: 1 },
      '/paymentBenefitBaseCents baseOutsideTotal',
    ],
    ['a return’s base larger than it', { totalCents: -500, bonusBaseCents: -501 }, '/bonusBaseCents baseOutsideTotal'],
    ['a business day two days before', bought(noon, '2026-10-29'), '/businessDay businessDayTooFar'],
    ['a business day two days after', bought(noon - 2 * day, '2026-10-31'), '/businessDay businessDayTooFar'],
    ['a purchase in the future', bought(noon + 10 * minute + 1, '2026-10-31'), '/purchasedAt purchaseInFuture'],
    ['a purchase 401 days ago', bought(noon - 401 * day, '2025-09-25'), '/purchasedAt purchaseTooOld'],
    [
      'in the year 1',
      { purchasedAt: '0001-01-01T00:00:00+02:00', businessDay: '2026-10-30' },
      '/purchasedAt purchaseTooOld',
    ],
    [
      'in the year 9999',
      { purchasedAt: '9999-12-31T23:59:59-12:00', businessDay: '2026-10-30' },
      '/purchasedAt purchaseInFuture',
    ],
  ])('%s', async (_name, fields, fault) => {
    expect((await faultsOf(fields))[0]).toBe(fault);
  });

  it.each<[string, string, string]>([
    ['1e400', '1e400', '/totalCents wrongType'],
    ['more than a number can tell', '9007199254740993', '/totalCents outOfRange'],
    ['1e-7', '1e-7', '/totalCents notWholeNumber'],
  ])('%s', async (_name, number, fault) => {
    const answer = await post(JSON.stringify(aRequest()).replace('"totalCents":1000', `"totalCents":${number}`));
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map(({ pointer, code }) => `${pointer} ${code}`)[0]).toBe(fault);
  });

  it('the prototype', async () => {
    const answer = await post(JSON.stringify(aRequest()).replace('{', '{"__proto__":{"isAdmin":true},'));
    expect(problemOf(answer).errors).toMatchObject([{ pointer: '/__proto__', code: 'unknownField' }]);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it.each(['outletId', 'terminalId', 'receiptId'])('an id with other characters: %s', async (field) => {
    for (const value of ['', '1#2', '1 2', '1\n', 'ä', '1/2', '1\u0000', '\ud800', '１', 'x'.repeat(25)])
      expect(await faultsOf({ [field]: value })).toEqual([`/${field} badFormat`]);
  });

  it('another retailer’s outlet', async () => {
    put(outletItemOf({ outletId: '400', retailerId: 'koivu' }));
    expect(await faultsOf({ outletId: '400' })).toEqual(['/outletId outletOfAnotherRetailer']);
  });
});

describe('a receipt that is taken', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a million euros', { totalCents: 100_000_000 }],
    ['minus a million euros', { totalCents: -100_000_000, bonusBaseCents: -1 }],
    ['a total of 0', { totalCents: 0 }],
    ['ten minutes in the future', bought(noon + 10 * minute, '2026-10-31')],
    ['400 days ago', bought(noon - 400 * day, '2025-09-26')],
    ['on the day before', bought(noon, '2026-10-30')],
    ['on the day after', bought(noon, '2026-11-01')],
    ['fuel and campaign that fill the base', { fuel: { cents: 400, millilitres: 2_000 }, campaignCents: 600 }],
    ['1.0, which is a whole number', { totalCents: 1.0 }],
    ['ids as long as they may be', { terminalId: 'x'.repeat(8), receiptId: 'A1._-'.repeat(4) }],
  ])('%s', async (_name, fields) => {
    expect(await faultsOf(fields)).toEqual([]);
  });

  it('has no -0: it would be another receipt than the same with 0', async () => {
    const zero = aRequest({ totalCents: 0 });
    for (const text of ['0', '-0']) await post(JSON.stringify(zero).replace('"totalCents":0', `"totalCents":${text}`));
    const [[plain], [minus]] = queued() as [[unknown], [unknown]];
    expect(minus).toEqual(plain);
    const { totalCents, bonusBaseCents } = receiptOf(
      z.parse(receiptRequestSchema, { ...zero, totalCents: -0, bonusBaseCents: -0 }),
    );
    expect([totalCents, bonusBaseCents].every((cents) => Object.is(cents, 0))).toBe(true);
  });

  it('has a time that is one, whatever form of RFC 3339 the schema takes', async () => {
    const two = (max: number) => fc.nat(max).map((n) => String(n).padStart(2, '0'));
    const form = fc
      .tuple(
        fc.constantFrom('2026-10-30', '2026-10-29'),
        two(23),
        two(59),
        two(59),
        fc.string({ unit: fc.constantFrom('0', '7', '9'), maxLength: 40 }),
        fc.constantFrom('Z', '+02:00', '-00:00', '+14:00', '-12:00'),
      )
      .map(
        ([date, h, m, s, fraction, offset]) =>
          `${date}T${h}:${m}:${s}${fraction === '' ? '' : `.${fraction}`}${offset}`,
      );
    await fc.assert(
      fc.asyncProperty(form, async (purchasedAt) => {
        reset();
        const faults = await faultsOf({ purchasedAt });
        if (faults.length > 0) expect(faults).toEqual([expect.stringMatching(/businessDayTooFar|purchaseInFuture/)]);
        else expect(queued()).toMatchObject([[{ purchasedAt: expect.any(Number) }]]);
      }),
    );
  });
});
