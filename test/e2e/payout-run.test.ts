import { createHash } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainMonth } from '../../contract/register.ts';
import {
  approveRun,
  cancelRun,
  closeRun,
  listRunFiles,
  type RunView,
  releaseRun,
  showRun,
  startRun,
  submitRun,
} from '../../contract/runs.ts';
import { addMonths, monthOf } from '../../domain/calendar.ts';
import { configs } from '../../lib/config.ts';
import { payeesOf } from '../../scripts/start/month-run.ts';
import { waitFor, whenRecorded } from '../fixtures/e2e-cloud.ts';
import { expectedMonth } from '../fixtures/e2e-expected.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { canariesOf, leaksIn, type Trace, tracesOf } from '../fixtures/e2e-leaks.ts';
import { type Customer, customersOf, executionsOf, inState, paramsOf, schemaErrorsOf } from '../fixtures/e2e-payout.ts';
import { withPlantedLeaks } from '../fixtures/e2e-planted-leaks.ts';
import { provoke } from '../fixtures/e2e-provocations.ts';
import { openWorld, post, type World } from '../fixtures/e2e-world.ts';

const month = addMonths(monthOf(Date.now()), -1);
const small = smallFederation();
const { coop, outlet, federation } = small;
const { coopId } = coop.coop;
const customers = customersOf(small, outlet, month);
function customerAt(index: number): Customer {
  const customer = customers[index];
  if (customer === undefined) throw new RangeError('no such customer');
  return customer;
}
let world: World;
let recordedAtMs: number;
/** What callers were told when they put personal data where it does not belong. */
let told: Trace[];

beforeAll(async () => {
  const households = customers.map(({ household }) => household);
  world = await openWorld({ ...federation, households: [...federation.households, ...households] });
  await post(
    world.tills.havu,
    customers.flatMap(({ receipts }) => receipts),
  );
  await whenRecorded(world.cloud);
  recordedAtMs = Date.now();
  // While the cut-off's margin passes.
  told = await provoke(world, outlet, customerAt(0).household);
});

const expectedOf = ({ receipts, isCompany }: Customer) => expectedMonth(receipts, isCompany);
const body = { coopId, kind: 'BONUS', period: month } as const;
const refusal = (code: string) => ({ problem: { code } });

describe('a month from its receipts to its payment file', () => {
  let run: RunView;

  it('is started by several at once: one attempt, one execution, and the sums of an independent calculation', async () => {
    const { cutOffMarginSeconds } = configs.local.settings;
    const passed = async (): Promise<boolean> => Date.now() > recordedAtMs + (cutOffMarginSeconds + 1) * 1_000;
    await waitFor('the cut-off after the last receipt', passed, { everyMs: 500 });
    const { liisa, matti } = world.staff;
    const started = await Promise.all([liisa, matti, liisa].map((staff) => staff.call(startRun, { body })));
    expect(new Set(started.map(({ attempt }) => attempt))).toEqual(new Set(['1']));
    run = await inState(liisa, started[0] as RunView, 'CALCULATED');
    expect(await executionsOf(world.cloud, coopId)).toEqual({ [`BONUS-${coopId}-${month}-1-1`]: 'RUNNING' });

    const expected = customers.map(expectedOf);
    const sum = (pick: (one: (typeof expected)[number]) => number): number =>
      expected.reduce((total, one) => total + pick(one), 0);
    expect(run.totals).toMatchObject({
      payees: customers.length,
      receipts: customers.flatMap(({ receipts }) => receipts).length,
      purchases: { bonusCents: sum(({ purchasesCents }) => purchasesCents) },
      lines: {
        bonusCents: sum(({ bonusCents }) => bonusCents),
        doubleExtraCents: sum(({ doubleExtraCents }) => doubleExtraCents),
        fuelBonusCents: sum(({ fuelBonusCents }) => fuelBonusCents),
        paymentBenefitCents: sum(({ paymentBenefitCents }) => paymentBenefitCents),
      },
      amountCents: sum(({ amountCents }) => amountCents),
    });
  });

  it('is approved by a second person only, over the hash that both saw', async () => {
    const { liisa, matti } = world.staff;
    const params = paramsOf(run);
    const signed = { params, body: { hash: run.hash ?? '' } };
    const other = { params, body: { hash: '0'.repeat(64) } };
    await expect(matti.call(approveRun, signed)).rejects.toMatchObject(refusal('runNotInState'));
    await expect(liisa.call(submitRun, other)).rejects.toMatchObject(refusal('runHashDiffers'));
    expect((await liisa.call(submitRun, signed)).state).toBe('SUBMITTED');
    expect((await liisa.call(submitRun, signed)).state, 'said again').toBe('SUBMITTED');
    await expect(liisa.call(approveRun, signed)).rejects.toMatchObject({
      status: 403,
      ...refusal('secondPersonRequired'),
    });
    await expect(matti.call(approveRun, other)).rejects.toMatchObject(refusal('runHashDiffers'));
    expect((await liisa.call(showRun, { params })).state).toBe('SUBMITTED');

    // A double click: one of the two may hear that it is done already, and saying it again is harmless.
    const approve = () => matti.call(approveRun, signed);
    const clicks = await Promise.allSettled([approve(), approve()]);
    expect(clicks.map(({ status }) => status)).toContain('fulfilled');
    expect((await approve()).approved?.by).toBe(world.seeded.staff.matti.staffId);
    run = await inState(matti, run, 'FILES_WRITTEN');
    // Started again it is what it is: nothing runs any more, and nothing is written twice.
    expect(await liisa.call(startRun, { body })).toMatchObject({ attempt: '1', state: 'FILES_WRITTEN' });
    await waitFor(
      'the end of the execution',
      async () => Object.values(await executionsOf(world.cloud, coopId)).join() === 'SUCCEEDED',
    );
  });

  it('is handed over only by the release, by another than the submitter, and then books everything', async () => {
    const { liisa, matti } = world.staff;
    const params = paramsOf(run);
    const signed = { params, body: { hash: run.hash ?? '' } };
    await expect(matti.call(listRunFiles, { params })).rejects.toMatchObject(refusal('runNotInState'));
    await expect(liisa.call(releaseRun, signed)).rejects.toMatchObject(refusal('secondPersonRequired'));
    expect(await matti.call(releaseRun, signed)).toMatchObject({ state: 'RELEASED' });
    expect((await matti.call(releaseRun, signed)).released, 'said again').toMatchObject({
      by: world.seeded.staff.matti.staffId,
    });
    const because = { reason: 'Liian myöhään' };
    await expect(liisa.call(cancelRun, { params, body: because })).rejects.toMatchObject(refusal('runNotInState'));
    run = await waitFor('the end of the booking', async () => {
      const seen = await matti.call(showRun, { params });
      if (seen.problem !== undefined) throw new Error(`the run has stopped: ${seen.problem}`);
      return seen.postedAt === undefined ? undefined : seen;
    });
    expect(await matti.call(closeRun, { params })).toMatchObject({ state: 'CLOSED' });
  });

  it('pays, moves to the share, or says of each household why not', async () => {
    const households = await payeesOf(world.staff.liisa.call, run);
    const seen = customers.map(({ name, household }) => {
      const of = households.find(({ payeeId }) => payeeId === household.household.householdId);
      return [name, of?.baseCents, of?.amountCents, of?.toShareCents, of?.toAccountCents, of?.outcome, of?.reason];
    });
    const due = (index: number): number => expectedOf(customerAt(index)).amountCents;
    const row = (index: number, toShare: number, toAccount: number, outcome: string, reason: string | null = null) => {
      const customer = customerAt(index);
      return [customer.name, expectedOf(customer).purchasesCents, due(index), toShare, toAccount, outcome, reason];
    };
    expect(seen).toEqual([
      row(0, 0, due(0), 'PAID'),
      row(1, 0, 600, 'PAID'),
      row(2, 0, 450, 'PAID'),
      row(3, 0, 25, 'PAID'),
      row(4, 2_000, 2_500, 'PAID_AND_TO_SHARE'),
      row(5, 1_000, 0, 'TO_SHARE'),
      row(6, 0, 0, 'NOT_PAID', 'NO_ACCOUNT'),
      row(7, 0, 0, 'NOT_PAID', 'NOTHING_DUE'),
      row(8, 0, 0, 'NOT_PAID', 'NOTHING_DUE'),
      row(9, 0, 0, 'NOT_PAID', 'DECEASED'),
    ]);
    expect(households).toHaveLength(customers.length);
  });

  it('explains each amount down to its receipts', async () => {
    for (const customer of customers) {
      const { householdId } = customer.household.household;
      const explained = await world.staff.liisa.call(explainMonth, {
        body: { householdId, month, purpose: 'payoutControl' },
      });
      const { purchasesCents, amountCents, ...lines } = expectedOf(customer);
      expect(explained).toMatchObject({
        standing: 'posted',
        amountCents,
        lines,
        purchases: { bonusCents: purchasesCents },
      });
      expect(explained.receipts.map(({ receiptId, counted }) => [receiptId, counted]).toSorted()).toEqual(
        customer.receipts.map(({ receiptId }) => [receiptId, true]).toSorted(),
      );
    }
  });

  it('has one payment file: fetched by its address, whole, valid, and locked against deletion', async () => {
    const { files } = await world.staff.matti.call(listRunFiles, { params: paramsOf(run) });
    const [file] = files;
    if (file === undefined) throw new Error('there is no file');
    const bytes = Buffer.from(await (await fetch(file.url)).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    const xml = bytes.toString('utf8');
    expect(await schemaErrorsOf(xml)).toEqual([]);
    expect(files).toHaveLength(1);
    expect(file).toMatchObject({ count: run.totals?.payments, sumCents: run.totals?.toAccountCents });
    const texts = (element: string): string[] =>
      [...xml.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
    const amounts = texts('InstdAmt').map((amount) => Math.round(Number(amount) * 100));
    expect([amounts.length, amounts.reduce((sum, cents) => sum + cents, 0)]).toEqual([file.count, file.sumCents]);
    expect(new Set(texts('EndToEndId')).size).toBe(file.count);
    expect(texts('Nm').join()).toContain('Öhman');

    const { files: s3 } = world.cloud.clients;
    const Bucket = world.cloud.deployed.paymentBucket;
    const versions = async () =>
      ((await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: `${coopId}/` }))).Versions ?? []).filter(
        // The journal lies beside it.
        ({ Key = '' }) => Key.endsWith('.xml'),
      );
    const [version] = await versions();
    expect(version?.Key?.endsWith(file.name)).toBe(true);
    const which = { Bucket, Key: version?.Key, VersionId: version?.VersionId };
    await expect(s3.send(new DeleteObjectCommand(which))).rejects.toMatchObject({ name: 'AccessDenied' });
    const kept = await s3.send(new GetObjectCommand(which));
    expect(await kept.Body?.transformToString('utf8')).toBe(xml);
    expect(await versions()).toHaveLength(1);
  });
});

describe('what tells who somebody is', () => {
  const households = customers.map(({ household }) => household);

  it('is in no log, execution, key of a bucket, attribute of a queue, access event or answer', async () => {
    const traces = await tracesOf(world.cloud);
    for (const place of ['log /aws/lambda/', 'execution BONUS-', 'bucket ', 'queue ', 'access events'])
      expect(
        traces.some((trace) => trace.place.startsWith(place) && trace.text.length > 100),
        place,
      ).toBe(true);
    expect(traces.map(({ text }) => text).join()).toContain('message not recorded');
    const outside = traces.filter(({ place }) => place !== 'access events');
    expect(leaksIn([...outside, ...told], canariesOf(households))).toEqual([]);
    expect(leaksIn(traces, canariesOf(households, { sealed: true }))).toEqual([]);
    // Where nobody is looked at, not even a household's own number.
    expect(leaksIn(outside, canariesOf(households, { id: true }))).toEqual([]);
  });

  it('is found wherever it is planted', async () => {
    const [canary = ''] = canariesOf(households).filter((one) => one.includes(' '));
    await withPlantedLeaks(world.cloud, canary, async () => {
      const traces = (await tracesOf(world.cloud)).filter(
        ({ place }) => !['emulator', 'access events'].includes(place),
      );
      const found = leaksIn(traces, canariesOf(households)).map((leak) => leak.replace(`: ${canary}`, ''));
      expect(found.toSorted()).toEqual([
        'bucket planted-leak',
        'execution planted-leak',
        'log planted-leak',
        'queue planted-leak',
      ]);
    });
  });
});
