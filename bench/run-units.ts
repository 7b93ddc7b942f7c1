import type { Register } from '../functions/table/client.ts';
import { runKey } from '../functions/table/keys.ts';
import { receiptItem } from '../functions/table/receipt-item.ts';
import { planRun, type RunPlan } from '../functions/workflow/plan-run.ts';
import type { Federation } from '../scripts/demo/federation.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { writeItems } from '../scripts/demo/write-items.ts';
import { size } from './cpu-tasks.ts';
import { emulatedRegister, withEmulator } from './emulator.ts';
import { generatedFederation, generatedReceipts, receiptsOf } from './material.ts';
import { type DoStep, goThroughRun, newRun, runId, withPaymentBucket } from './run-steps.ts';
import { benchSealer } from './sealing.ts';
import { countingUnits, type Units } from './size-rule-units.ts';

/** Few enough to be written in seconds; one outlet, so that its days are as full as a real one's. */
export const runHouseholds = 250;

export type StepUnits = { step: string; units: Units };

let once: Promise<StepUnits[]> | undefined;

/** Counted once, for the sections that tell of it. */
export function runUnits(): Promise<StepUnits[]> {
  once ??= measureUnits();
  return once;
}

/** Runs a month's Bonus on the emulator, step by step in this process, and counts what each step's calls use by the size rules. */
async function measureUnits(): Promise<StepUnits[]> {
  return await withEmulator(async (cloud) => {
    const db = await emulatedRegister(cloud);
    const made = generatedFederation(runHouseholds, 1);
    const federation = { ...made, outlets: made.outlets.slice(0, 1) };
    await writeItems(
      db,
      [
        ...itemsOfFederation(federation, benchSealer(federation)),
        ...receiptItems(federation, size.receiptsOfHousehold),
      ],
      () => undefined,
    );
    const outletIds = federation.outlets.map(({ outlet }) => outlet.outletId);
    const { done, step } = unitsByStep(db);
    await withPaymentBucket(cloud, () => goThroughRun(db, { shards: [0], outletIds }, step));
    return done();
  });
}

/** Counts each step's units, those of the same name together. */
export function unitsByStep(db: Register): { done: () => StepUnits[]; step: DoStep } {
  const units = countingUnits(db);
  const byStep = new Map<string, Units>();
  return {
    done: () => [...byStep].map(([step, used]) => ({ step, units: used })),
    step: async (name, work) => {
      const before = { ...units };
      await work();
      const sum = byStep.get(name) ?? { calls: 0, readUnits: 0, writeUnits: 0 };
      byStep.set(name, {
        calls: sum.calls + units.calls - before.calls,
        readUnits: sum.readUnits + units.readUnits - before.readUnits,
        writeUnits: sum.writeUnits + units.writeUnits - before.writeUnits,
      });
    },
  };
}

/** So many receipts of each household, as they are stored; of those from index `from` on and before `to`. */
export function receiptItems(
  federation: Federation,
  ofEach: number,
  { from, to } = { from: 0, to: federation.households.length },
) {
  return federation.households.slice(from, to).flatMap(({ link }, index) =>
    receiptsOf(generatedReceipts(federation, from + index, ofEach)).map((receipt) => {
      const item = receiptItem(receipt, link, receipt.purchasedAt);
      return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as typeof item;
    }),
  );
}

/** What plan-run itself plans for a co-op of so many shards in a federation of so many outlets. */
export async function planOf(shards: number, outlets: number): Promise<RunPlan> {
  return await withEmulator(async (cloud) => {
    const db = await emulatedRegister(cloud);
    const federation = generatedFederation(0, shards);
    const [first] = federation.outlets;
    if (first === undefined) throw new Error('no outlet was generated');
    const many = Array.from({ length: outlets }, (_, index) => ({
      ...first,
      outlet: { ...first.outlet, outletId: String(1_000 + index) },
    }));
    await writeItems(db, itemsOfFederation({ ...federation, outlets: many }, benchSealer(federation)), () => undefined);
    await writeItems(db, [{ ...runKey(runId), ...(await newRun(db)) }], () => undefined);
    return await planRun(db, runId);
  });
}
