import { beforeAll, describe, expect, it } from 'vitest';
import { api } from '../../contract/api.ts';
import {
  disableStaffMember,
  listOutlets,
  putOutlet,
  putStaffMember,
  showStaffMember,
} from '../../contract/directory.ts';
import { postAccruals } from '../../contract/receipts.ts';
import {
  changeDiscountRight,
  changeService,
  changeStaffMembership,
  setCustomerCode,
  showServices,
  verifyCustomerCode,
} from '../../contract/services.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { itemsOf, waitFor } from '../fixtures/e2e-cloud.ts';
import { cardOf, smallFederation } from '../fixtures/e2e-federation.ts';
import { verdictOf } from '../fixtures/e2e-http.ts';
import { enterStaff, makePerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';

const { names, coop, otherCoop, household, stranger, federation } = smallFederation();
const { coopId } = coop.coop;
const customerNumber = household.persons[0].customer.customerNumber;
const today = localDateOf(Date.now());
let world: World;
let admin: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const person = await makePerson(world.cloud, 'admin', ['admin', 'register.read', 'register.write']);
  await enterStaff(world.cloud, { staffId: person.staffId, coopIds: [coopId] });
  admin = world.signIn(person);
});

const reason = 'as agreed';
const entry = {
  name: 'Aino Laine',
  employerCompanyId: 'havu',
  job: 'Member service',
  mandate: { from: today, until: today },
  confidentialityAgreement: { signedOn: today, version: '2' },
  permissions: ['register.read' as const],
  coopIds: [coopId],
};
const asked = { customerNumber, purpose: 'customerRequest' } as const;
const said = { ...asked, source: { kind: 'phone' } } as const;

describe('a person whom an administrator enters', () => {
  it('may use the register at once, as far as the entry goes, and no more from the request after being disabled', async () => {
    const clerk = await makePerson(world.cloud, 'clerk', ['register.read', 'register.write']);
    const asks = async (): Promise<string> => verdictOf(await caller.send({ path: showServices.path, body: asked }));
    const writes = async (): Promise<string> =>
      verdictOf(
        await caller.send({
          path: changeService.path,
          body: { ...said, version: 0, action: 'order', service: 'onlineAccount', on: today, dryRun: true },
        }),
      );
    const caller = world.signIn(clerk);
    expect(await asks()).toBe('403 staffNotActive');
    const { version } = await admin.call(putStaffMember, { body: { staffId: clerk.staffId, member: entry, reason } });
    expect([await asks(), await writes()]).toEqual(['200', '403 permissionMissing']);
    await admin.call(disableStaffMember, { body: { staffId: clerk.staffId, version, reason } });
    expect([await asks(), await writes()]).toEqual(['403 staffNotActive', '403 staffNotActive']);
    const { changes } = await admin.call(showStaffMember, { body: { staffId: clerk.staffId } });
    expect(changes.map((change) => change.version)).toEqual([1, 2]);
  });

  it('is refused with the reason: mandate, agreement, employer', async () => {
    const clerk = await makePerson(world.cloud, 'late', ['register.read']);
    const caller = world.signIn(clerk);
    const standings = {
      staffMandateEnded: { mandate: { from: '2020-01-01', until: '2020-12-31' } },
      confidentialityMissing: { confidentialityAgreement: undefined },
      employerNotValid: { employerCompanyId: 'nobody' },
    };
    for (const [code, fault] of Object.entries(standings)) {
      await enterStaff(world.cloud, { ...entry, staffId: clerk.staffId, ...fault } as never);
      expect(verdictOf(await caller.send({ path: showServices.path, body: asked }))).toBe(`403 ${code}`);
    }
  });
});

describe('a customer', () => {
  it('orders a service; of another co-op nobody is seen', async () => {
    const order = { ...said, version: 0, action: 'order', service: 'onlineAccount', on: today } as const;
    const { orders } = await admin.call(changeService, { body: order });
    expect(orders).toMatchObject([{ service: 'onlineAccount', standing: 'ordered' }]);
    expect(verdictOf(await admin.send({ path: changeService.path, body: order }))).toBe('409 staleVersion');
    const other = stranger.persons[0].customer.customerNumber;
    for (const body of [
      { ...asked, customerNumber: other },
      { ...asked, customerNumber: '999999999999' },
    ])
      expect(verdictOf(await admin.send({ path: showServices.path, body }))).toBe('404 unknownCustomer');
  });

  it('has a discount right, of which the till is told yes or no, and nothing of the employment', async () => {
    const ask = () => world.tills.havu.call(postAccruals, { body: { identifier: cardOf(household) } });
    expect(await ask()).toMatchObject({ discountRight: false });
    const grant = { ...said, version: 0, action: 'grant', from: today } as const;
    await admin.call(changeStaffMembership, { body: grant });
    const told = await ask();
    expect(told).toMatchObject({ discountRight: false });
    expect(JSON.stringify(told)).not.toMatch(/staff/i);
    await admin.call(changeDiscountRight, { body: grant });
    await waitFor('the discount right', async () => (await ask()).discountRight);
    const byNumber = { customerNumber };
    expect(await world.tills.havu.call(postAccruals, { body: { identifier: byNumber } })).toMatchObject({
      discountRight: true,
    });
  });

  it('has a code, kept as a keyed hash, locked after five failures and opened by a new one', async () => {
    const set = (code: string, version: number) => admin.call(setCustomerCode, { body: { ...said, version, code } });
    const tried = (code: string) => admin.call(verifyCustomerCode, { body: { ...asked, code } });
    await set('4071', 0);
    expect(await tried('4071')).toEqual({ result: 'right', triesLeft: 5 });
    for (const triesLeft of [4, 3, 2, 1, 0]) expect(await tried('1704')).toEqual({ result: 'wrong', triesLeft });
    expect(await tried('4071')).toEqual({ result: 'locked', triesLeft: 0 });
    const { customerCode } = await admin.call(showServices, { body: asked });
    expect(customerCode.locked).toBe(true);
    const stored = (await itemsOf(world.cloud.register)).filter(({ pk }) => pk === `CUSTOMER#${customerNumber}`);
    expect(stored.some(({ sk }) => sk === 'CUSTOMERCODE')).toBe(true);
    expect(JSON.stringify(stored)).not.toContain('"4071"');
    await set('1704', customerCode.version);
    expect(await tried('1704')).toEqual({ result: 'right', triesLeft: 5 });
  });

  it('has every look and change of this test in the access log, with its field groups', async () => {
    const events = (await itemsOf(world.cloud.accessLog)).filter(({ subjectId }) => subjectId === customerNumber);
    const groups = new Set(events.map(({ fieldGroups }) => (fieldGroups as string[]).join(' ')));
    expect(groups).toEqual(
      new Set(['services staffMembership customerCode', 'services', 'staffMembership', 'customerCode']),
    );
  });
});

describe('the directory', () => {
  it('takes in an outlet of a co-op, and shows it', async () => {
    const outletId = names.outletId(9);
    const body = { coopId, outletId, name: 'Uusi halli', retailerId: 'havu', validFrom: today, reason };
    expect(await admin.call(putOutlet, { body })).toMatchObject({ outletId, version: 1 });
    expect(await admin.call(putOutlet, { body })).toMatchObject({ outletId, version: 1 });
    await waitFor('the outlet in the list', async () => {
      const { outlets } = await admin.call(listOutlets, { body: { coopId } });
      return outlets.some((outlet) => outlet.outletId === outletId);
    });
    const elsewhere = { ...body, coopId: otherCoop.coop.coopId };
    expect(verdictOf(await admin.send({ path: putOutlet.path, body: elsewhere }))).toBe('403 coopNotAllowed');
  });

  it('is open to administrators only', async () => {
    const paths = api.filter(({ permission }) => permission === 'admin').map(({ path }) => path);
    const verdicts = await Promise.all(
      paths.map(async (path) => verdictOf(await world.staff.liisa.send({ path, body: { coopId, staffId: 'x' } }))),
    );
    for (const verdict of verdicts) expect(verdict).toMatch(/^40[03] (invalidRequest|permissionMissing)$/);
    expect(paths.length).toBeGreaterThanOrEqual(10);
  });
});
