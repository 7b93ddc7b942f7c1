import { type Call, createClient } from '../../cli/client.ts';
import { formatCount } from '../../cli/render/figures.ts';
import type { RunView } from '../../contract/runs.ts';

import type { Loaded } from './load.ts';
import { paymentsFolder } from './local-files.ts';
import type { Material } from './material.ts';
import { approvedByTwo, calculated, payeesOf, type RunPayee, released } from './month-run.ts';
import { type SavedFile, savePaymentFiles } from './payment-files.ts';
import { tokensOfPerson } from './sign-in.ts';
import type { Steps } from './step.ts';

export type PaidRun = { run: RunView; households: readonly RunPayee[]; files: readonly SavedFile[] };
/** The month's runs of all co-ops; `liisa` stays signed in. */
export type PaidMonth = { runs: readonly PaidRun[]; liisa: Call; seconds: number };

/** Runs the month's Bonus of every co-op, has it approved by two persons who sign in by the code flow, and fetches the payment files. */
export async function payMonth(
  step: Steps,
  { tills, staff }: Loaded,
  { federation, month }: Material,
): Promise<PaidMonth> {
  const { config } = tills[0];
  const began = performance.now();
  const signIn = async (person: { username: string; password: string }): Promise<Call> => {
    const tokens = tokensOfPerson(config.staff, person);
    await tokens.current();
    return createClient({ apiUrl: config.apiUrl, tokens });
  };
  const { value: people } = await step({
    title: 'Sign two persons in by the code flow',
    work: async () => ({ liisa: await signIn(staff.liisa), matti: await signIn(staff.matti) }),
    done: () => `Signed in ${staff.liisa.username} and ${staff.matti.username} by the code flow`,
  });
  const coopIds = federation.coops.map(({ coop }) => coop.coopId);
  const { value: ready } = await step({
    title: `Calculate the Bonus of ${month} for ${coopIds.join(' and ')}`,
    work: (say) => {
      say('households by shard, then the same month by the outlets, until both agree to the cent');
      return Promise.all(coopIds.map((coopId) => calculated(people.liisa, coopId, month)));
    },
    done: (runs) =>
      `Calculated the Bonus of ${month}: ${runs.map((run) => `${run.coopId} ${formatCount(run.totals?.payees ?? 0)} households`).join(', ')}`,
  });
  await step({
    title: 'Have each run approved by two persons',
    work: async () => {
      const refusals = [];
      for (const run of ready) refusals.push(await approvedByTwo(people, run));
      return refusals;
    },
    done: ([refusal]) =>
      `${staff.liisa.username} submitted, was refused when she approved it herself (${refusal}); ${staff.matti.username} approved`,
  });
  const { value: runs } = await step({
    title: 'Write the payment files and release them',
    work: () => Promise.all(ready.map((run) => paid(people, run))),
    done: (written) => `Wrote and released ${formatCount(written.flatMap(({ files }) => files).length)} payment files`,
  });
  return { runs, liisa: people.liisa, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

async function paid({ liisa, matti }: { liisa: Call; matti: Call }, approved: RunView): Promise<PaidRun> {
  const run = await released(matti, approved);
  return { run, households: await payeesOf(liisa, run), files: await savePaymentFiles(matti, run, paymentsFolder) };
}
