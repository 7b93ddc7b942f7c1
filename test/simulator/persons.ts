import { setAccount } from '../../domain/benefit-account.ts';
import { decideHousehold } from '../../domain/household-decision.ts';
import { isMember } from '../../domain/membership.ts';
import { decide } from '../../domain/membership-decision.ts';
import { accountWrites } from '../../functions/table/benefit-accounts.ts';
import type { Register } from '../../functions/table/client.ts';
import { type CustomerFile, customerFile } from '../../functions/table/customer-file.ts';
import { headlessHousehold } from '../../functions/table/headless-household.ts';
import { outcomeWrites } from '../../functions/table/household-change.ts';
import { householdFile, stateOfFile } from '../../functions/table/household-file.ts';
import { customerKey } from '../../functions/table/keys.ts';
import { memberLinkWrites } from '../../functions/table/member-links.ts';
import { membershipWrites, stateOf } from '../../functions/table/memberships.ts';
import { candidateOf, findLinkedPersons } from '../../functions/table/person-links.ts';
import { commit, putOver } from '../../functions/table/transaction.ts';
import { cardOf } from '../fixtures/run-coop.ts';
import { testSealer } from '../fixtures/sealing.ts';
import { numberOf } from './cards.ts';
import { helsinkiDate } from './helsinki.ts';
import { acting, type Sim, tell } from './sim.ts';
import { cardLinksOf } from './staff.ts';

const source = { kind: 'phone' } as const;
const ibans = ['FI3439390000000000', 'FI7239390010000016', 'FI6439000000000013', 'FI5636000000000016'] as const;

async function fileOf(db: Register, customerNumber: string): Promise<CustomerFile> {
  const file = await customerFile(db, customerNumber);
  if (file === undefined) throw new Error('a head whom there is not');
  return file;
}

/** Until it is done or refused: whoever dies of it is followed by somebody who asks for the same. */
async function insisting(sim: Sim, what: string, work: (db: Register) => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const result = await acting(sim, { percent: attempt < 3 ? 20 : 0, mostWrites: 2 }, work);
    tell(sim, `  ${what}: ${result}`);
    if (result !== 'died') return;
  }
}

function someHead({ random, cast }: Sim): number | undefined {
  const { head, serial } = random.pick(cast.households);
  return head === undefined ? undefined : serial;
}

/** Another account, or the first. */
export async function changeAccount(sim: Sim): Promise<void> {
  const { random, nowMs, world } = sim;
  const serial = someHead(sim);
  if (serial === undefined) return;
  const iban = random.pick(ibans);
  await insisting(sim, `account of ${serial}`, async (db) => {
    const file = await fileOf(db, numberOf(serial));
    const owner = { customerNumber: numberOf(serial), field: 'iban' };
    const sealed = testSealer(file.customer.homeCoopId, owner, iban);
    const isSame = (account: CustomerFile['accounts'][number]): boolean => account.iban.sealed === sealed;
    const change = setAccount(file.accounts, isSame, helsinkiDate(nowMs), world.settings.accountWaitingDays);
    const fresh = { iban: { sealed, mask: 'FI** 16', source, at: nowMs }, type: 'PAYMENT' } as const;
    await commit(db, accountWrites(file, change, fresh, 'asked for', nowMs).writes);
  });
}

/** The register learns that a head has died. */
export async function die(sim: Sim): Promise<void> {
  const { nowMs } = sim;
  const serial = someHead(sim);
  if (serial === undefined) return;
  await insisting(sim, `${serial} has died`, async (db) => {
    const { customer } = await fileOf(db, numberOf(serial));
    if (customer.values.deceasedOn !== undefined) return;
    const deceasedOn = { value: helsinkiDate(nowMs - 5 * 86_400_000), source, at: nowMs };
    const next = { ...customer, version: customer.version + 1, values: { ...customer.values, deceasedOn } };
    await commit(db, [putOver(customerKey(customer.customerNumber), next, customer.version)]);
  });
}

/** A head pays to the share while runs fill it. */
export async function payShare(sim: Sim): Promise<void> {
  const { random, nowMs, world } = sim;
  const serial = someHead(sim);
  if (serial === undefined) return;
  const amountCents = random.whole(1, 2_000);
  const sourceId = `bank-${nowMs}`;
  await insisting(sim, `${serial} pays ${amountCents} to the share`, async (db) => {
    const file = await fileOf(db, numberOf(serial));
    if (file.shareEntries.some((entry) => entry.sourceId === sourceId)) return;
    const membership = file.memberships.find(({ status }) => isMember(status));
    if (membership === undefined) return;
    const event = { kind: 'pay', on: helsinkiDate(nowMs), amountCents, sourceId } as const;
    const decision = decide(stateOf(file, membership), event, world.settings, helsinkiDate(nowMs));
    if ('refused' in decision) return;
    await commit(db, membershipWrites(file.customer, membership, decision, world.settings).writes);
  });
}

/** A head leaves all co-ops; with that the household ends (R33). */
export async function resign(sim: Sim): Promise<void> {
  const { nowMs, world, journal, cast } = sim;
  const serial = someHead(sim);
  if (serial === undefined) return;
  const today = helsinkiDate(nowMs);
  await insisting(sim, `${serial} resigns`, async (db) => {
    for (;;) {
      const file = await fileOf(db, numberOf(serial));
      const before = file.memberships.find(({ status }) => isMember(status));
      if (before === undefined) break;
      const decision = decide(stateOf(file, before), { kind: 'resign', on: today }, world.settings, today);
      if ('refused' in decision) return;
      const { stored, writes } = membershipWrites(file.customer, before, decision, world.settings);
      const ofCustomer = await memberLinkWrites(db, file, [{ before, after: stored }], nowMs);
      await commit(db, [...writes, ...ofCustomer]);
    }
    const said = { nowMs, source, reason: 'asked for' };
    const headless = await headlessHousehold(db, numberOf(serial), said, world.settings);
    if (headless !== undefined) await commit(db, headless.writes);
  });
  // Whose links ended at this moment: the head's and those of everybody who was in the household.
  for (const each of [...cast.households, ...cast.mates].map((one) => one.serial))
    if (cardLinksOf(sim, each).some(({ until }) => until === nowMs)) journal.unlink(cardOf(each), nowMs);
}

/** A person leaves a household and, perhaps, comes into another at once. */
export async function movePerson(sim: Sim): Promise<void> {
  const { random, cast, journal, nowMs } = sim;
  const mate = cast.mates[random.whole(0, cast.mates.length)];
  if (mate === undefined) return;
  const [customerNumber, card] = [numberOf(mate.serial), cardOf(mate.serial)];
  const present = cardLinksOf(sim, mate.serial).find(({ until }) => until === undefined)?.householdId;
  if (present !== undefined) await personActs(sim, 'leave', present, customerNumber);
  if (cardLinksOf(sim, mate.serial).some(({ until }) => until === nowMs)) journal.unlink(card, nowMs);
  if (random.chance(30)) return;
  const to = random.pick(cast.households).householdId;
  await personActs(sim, 'invite', to, customerNumber);
  await personActs(sim, 'accept', to, customerNumber);
  if (cardLinksOf(sim, mate.serial).some(({ from, until }) => from === nowMs && until === undefined))
    journal.link(card, to, nowMs);
}

async function personActs(
  sim: Sim,
  action: 'leave' | 'invite' | 'accept',
  householdId: string,
  customerNumber: string,
): Promise<void> {
  const { nowMs, world } = sim;
  await insisting(sim, `${customerNumber} ${action} ${householdId}`, async (db) => {
    const file = await householdFile(db, householdId);
    const persons = await findLinkedPersons(db, [customerNumber]);
    const [person] = persons;
    if (file === undefined || person === undefined) throw new Error('nobody there');
    const details = { person: candidateOf(person, nowMs) };
    const outcome = decideHousehold(action, stateOfFile(file), details, nowMs, world.settings);
    if ('refused' in outcome) return tell(sim, `  ${outcome.refused}`);
    const { memberKind } = file.household;
    const before = new Map([[householdId, file]]);
    await commit(db, await outcomeWrites(db, outcome, before, persons, { memberKind }, { action, nowMs, source }));
  });
}
