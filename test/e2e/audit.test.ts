import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAccessStore } from '../../cli/audit/access-store.ts';
import { verifyStore } from '../../cli/audit/verify.ts';
import { accessByPerson, accessByStaff } from '../../contract/audit.ts';
import { showServices } from '../../contract/services.ts';
import { waitFor } from '../fixtures/e2e-cloud.ts';
import { smallFederation } from '../fixtures/e2e-federation.ts';
import { enterStaff, makePerson, type TestPerson } from '../fixtures/e2e-people.ts';
import { type Caller, openWorld, type World } from '../fixtures/e2e-world.ts';

const { coop, otherCoop, household, stranger, federation } = smallFederation();
const customerNumber = household.persons[0].customer.customerNumber;
let world: World;
let clerk: TestPerson;
let auditor: Caller;
let strangeAuditor: Caller;

beforeAll(async () => {
  world = await openWorld(federation);
  const enter = async (name: string, groups: Parameters<typeof makePerson>[2], coopId: string) => {
    const person = await makePerson(world.cloud, name, groups);
    await enterStaff(world.cloud, { staffId: person.staffId, name: `Name of ${name}`, coopIds: [coopId] });
    return person;
  };
  clerk = await enter('clerk', ['register.read'], coop.coop.coopId);
  auditor = world.signIn(await enter('auditor', ['audit'], coop.coop.coopId));
  strangeAuditor = world.signIn(await enter('stranger', ['audit'], otherCoop.coop.coopId));
  await world.signIn(clerk).call(showServices, { body: { customerNumber, purpose: 'customerRequest' } });
});

describe('an auditor', () => {
  it('is told who looked at a customer, and what a member of the staff looked at', async () => {
    const look = {
      actor: { kind: 'STAFF', id: clerk.staffId, name: 'Name of clerk' },
      permission: 'register.read',
      purpose: 'customerRequest',
      action: 'READ',
      subject: { kind: 'CUSTOMER', id: customerNumber },
    };
    const { events } = await auditor.call(accessByPerson, { body: { customerNumber, purpose: 'audit' } });
    expect(events.filter(({ actor }) => actor.id === clerk.staffId)).toMatchObject([look]);
    const done = await auditor.call(accessByStaff, { body: { staffId: clerk.staffId, purpose: 'audit' } });
    expect(done.events).toMatchObject([look]);
  });

  it('of another co-op is told the same as if there were nobody', async () => {
    const asks = [
      strangeAuditor.call(accessByPerson, { body: { customerNumber, purpose: 'audit' } }),
      strangeAuditor.call(accessByStaff, { body: { staffId: clerk.staffId, purpose: 'audit' } }),
      auditor.call(accessByPerson, {
        body: { customerNumber: stranger.persons[0].customer.customerNumber, purpose: 'audit' },
      }),
    ];
    const codes = await Promise.allSettled(asks);
    expect(codes.map((settled) => settled.status === 'rejected' && settled.reason.problem?.code)).toEqual([
      'unknownCustomer',
      'unknownEntry',
      'unknownCustomer',
    ]);
  });
});

describe('the deployed sealer', () => {
  it('seals the hour before, and the chain is whole', async () => {
    const { endpointUrl, clients, deployed } = world.cloud;
    const url = `${endpointUrl}/2015-03-31/functions/omistaja-local-seal-access-events/invocations`;
    const answer = await fetch(url, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('x-amz-function-error')]).toEqual([200, null]);
    expect(await answer.json()).toMatchObject({
      sequence: expect.any(Number),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await waitFor('a sealed block', async () => {
      const { KeyCount = 0 } = await clients.files.send(new ListObjectsV2Command({ Bucket: deployed.sealBucket }));
      return KeyCount > 0;
    });
    const store = openAccessStore(deployed.cliConfig('havu', 'no-file').audit);
    const asked = { from: undefined, onProgress: () => undefined };
    expect(await verifyStore(store, true, Date.now(), asked)).toMatchObject({ isWhole: true, broken: null });
  });
});
