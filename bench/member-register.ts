import { memberRegisterPage, registerPersons } from '../functions/table/member-register.ts';
import { itemsOfFederation } from '../scripts/demo/federation-items.ts';
import { writeItems } from '../scripts/demo/write-items.ts';
import type { LocalCloud } from '../scripts/local-cloud.ts';
import { emulatedRegister } from './emulator.ts';
import { generatedFederation } from './material.ts';
import { figure, type ReportTable } from './report.ts';
import { benchSealer } from './sealing.ts';
import { countingUnits } from './size-rule-units.ts';

const members = 1_000;
/** As the endpoint pages. */
const pageSize = 250;

/** What a list of a co-op's members reads, for 1,000 of them: the real queries on the emulator, counted by DynamoDB's size rules. */
export async function memberRegisterTable(cloud: LocalCloud): Promise<ReportTable> {
  const federation = generatedFederation(members);
  const coopId = federation.coops[0]?.coop.coopId ?? '';
  const writer = await emulatedRegister(cloud);
  await writeItems(writer, itemsOfFederation(federation, benchSealer(federation)), () => undefined);
  const listed = async (withPersons: boolean): Promise<string[]> => {
    // A middleware counts for as long as its client lives, so what was counted before is taken off.
    const before = { ...units };
    let count = 0;
    for (let after: string | undefined, more = true; more; ) {
      const page = await memberRegisterPage(writer, coopId, after, pageSize);
      const numbers = page.members.map(({ customerNumber }) => customerNumber);
      if (withPersons) await registerPersons(writer, numbers);
      count += page.members.length;
      after = page.last;
      more = after !== undefined;
    }
    if (count !== members) throw new Error(`the register lists ${count} of ${members} members`);
    return [figure(units.calls - before.calls), figure(units.readUnits - before.readUnits, 1)];
  };
  const units = countingUnits(writer);
  return {
    title: 'Member register: a list of 1,000 members',
    head: ['view', 'requests', 'read units'],
    rows: [
      ['anyone: names and days', ...(await listed(false))],
      ['entitled, authority: the persons too, read strongly', ...(await listed(true))],
    ],
  };
}
