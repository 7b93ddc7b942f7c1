import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Schema } from '../../contract/endpoint.ts';
import { postAccruals, postDayEnds, postReceipts } from '../../contract/receipts.ts';
import { explainMonth, moveReceipt } from '../../contract/register.ts';
import { startRun } from '../../contract/runs.ts';
import { itemsOf, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { aReceipt, cardOf, smallFederation } from '../fixtures/e2e-federation.ts';
import { problemOf } from '../fixtures/e2e-http.ts';
import { openWorld, type World } from '../fixtures/e2e-world.ts';

const { coop, outlet, household, federation } = smallFederation();
let world: World;

beforeAll(async () => {
  world = await openWorld(federation);
});

const receipt = aReceipt(outlet, cardOf(household), {
  fuel: { cents: 100, millilitres: 500 },
  campaignCents: 10,
  lines: [{ productId: 'x', totalCents: 1_250 }],
});
const { outletId, terminalId, businessDay, receiptId } = receipt;
const identity = { outletId, businessDay, terminalId, receiptId };
const { householdId } = household.household;

type Target = { path: string; staff: boolean; schema: Schema; body: unknown };

/** Endpoints that take a body, each with one that its schema lets through. */
const targets: readonly Target[] = [
  { path: postReceipts.path, staff: false, schema: postReceipts.body as Schema, body: receipt },
  {
    path: postReceipts.path,
    staff: false,
    schema: postReceipts.body as Schema,
    body: { receipts: [receipt] },
  },
  {
    path: postAccruals.path,
    staff: false,
    schema: postAccruals.body as Schema,
    body: { identifier: cardOf(household) },
  },
  {
    path: postDayEnds.path,
    staff: false,
    schema: postDayEnds.body as Schema,
    body: { outletId, terminalId, businessDay, count: 1, totalCents: 1, receipts: [{ receiptId, totalCents: 1 }] },
  },
  {
    path: startRun.path,
    staff: true,
    schema: startRun.body as Schema,
    body: { coopId: coop.coop.coopId, kind: 'BONUS', period: '2026-01', dryRun: true },
  },
  {
    path: explainMonth.path,
    staff: true,
    schema: explainMonth.body as Schema,
    body: { householdId, month: '2026-01', purpose: 'audit' },
  },
  {
    path: moveReceipt.path,
    staff: true,
    schema: moveReceipt.body as Schema,
    body: { receipt: identity, toHouseholdId: householdId, reason: 'by chance' },
  },
];

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.constantFrom('', 'a#b', '__proto__', '\ud800', '\u0000', 1e21, -1, 0.1, '9'.repeat(50), { $gt: '' }, [[[[]]]]),
);

/** A body whose value at some place is another one, or that has one field more. */
const mutated = (body: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(body)) {
    const inside = body.map((entry, index) => mutated(entry).map((changed) => body.with(index, changed)));
    return fc.oneof(junk, ...inside);
  }
  if (typeof body !== 'object' || body === null) return junk;
  const inside = Object.entries(body).map(([key, value]) =>
    mutated(value).map((changed) => ({ ...body, [key]: changed })),
  );
  const more = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 50 }), junk)
    .map(([key, value]) => ({ ...body, [key]: value }));
  return fc.oneof(junk, more, ...inside);
};

/** A JSON text with a few characters changed, added or taken away. */
const damaged = (body: unknown): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(), fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 3 })), { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce((text, [place, drop, add]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + add + text.slice(at + drop);
      }, JSON.stringify(body)),
    );

/** `target` is a place in the list above. */
type BadRequest = { target: number; body: string | Uint8Array };

const anyBody = (body: unknown): fc.Arbitrary<string | Uint8Array> =>
  fc.oneof(
    { weight: 6, arbitrary: mutated(body).map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: damaged(body) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }) },
  );
const badRequest: fc.Arbitrary<BadRequest> = fc
  .oneof(...targets.map(({ body }, target) => anyBody(body).map((made) => ({ target, body: made }))))
  .filter(({ target, body }) => !z.safeParse(targetAt(target).schema, parsed(body)).success);

function targetAt(index: number): Target {
  const target = targets[index];
  if (target === undefined) throw new RangeError('no such target');
  return target;
}

function parsed(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether a pointer leads somewhere in the body: to a value, or for a field that is missing to where it should be. Names are told only to
 * their 40th character.
 */
function leadsSomewhere(pointer: string, code: string, body: unknown): boolean {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value = body;
  for (const [index, name] of names.entries()) {
    if (typeof value !== 'object' || value === null) return false;
    const key = Object.keys(value).find((known) => known.slice(0, 40).toWellFormed() === name);
    if (key === undefined) return code === 'required' && index === names.length - 1;
    value = (value as Record<string, unknown>)[key];
  }
  return code !== 'required';
}

it('whatever is sent, the answer is a problem with pointers that lead somewhere, and nothing is stored', async () => {
  const before = (await itemsOf(world.cloud.register)).length;
  const refused = async ({ target, body }: BadRequest): Promise<void> => {
    const { path, staff } = targetAt(target);
    const answer = await (staff ? world.staff.liisa : world.tills.havu).send({ path, body });
    const { code, errors = [] } = problemOf(answer);
    expect(['invalidJson', 'invalidRequest', 'noValidReceipt', 'tooManyReceipts']).toContain(code);
    for (const error of errors) {
      expect(leadsSomewhere(error.pointer, error.code, parsed(body)), JSON.stringify(error)).toBe(true);
    }
    expect(errors.length > 0).toBe(code === 'invalidRequest' || code === 'noValidReceipt');
  };
  await fc.assert(
    fc.asyncProperty(fc.array(badRequest, { minLength: 8, maxLength: 8 }), async (requests) => {
      await Promise.all(requests.map(refused));
    }),
    { numRuns: 50, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
  await whenRecorded(world.cloud);
  expect((await itemsOf(world.cloud.register)).length).toBe(before);
});
