import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Permission } from '../../contract/permissions.ts';

/**
 * Who works in the demo. Liisa may approve as well, so that it is the second person that she lacks and not the right; Ritva sees to the
 * register itself.
 */
export const demoStaff = {
  liisa: {
    username: 'liisa.valmistelija',
    groups: ['payouts.prepare', 'payouts.approve', 'register.read', 'register.write'],
  },
  matti: { username: 'matti.hyvaksyja', groups: ['payouts.approve', 'payouts.prepare', 'register.read'] },
  ritva: {
    username: 'ritva.tietosuoja',
    groups: ['register.read', 'register.write', 'identity.reveal', 'privacy', 'audit', 'admin'],
  },
} as const satisfies Record<string, { username: string; groups: readonly Permission[] }>;
export type StaffName = keyof typeof demoStaff;

/** A user of the staff pool; `staffId` is what tokens call the person. */
export type StaffUser = { username: string; password: string; staffId: string };

/** Makes the demo's users with their groups and a new random password each; one that is there gets the new password. */
export async function makeStaffUsers(
  users: CognitoIdentityProviderClient,
  poolId: string,
): Promise<Record<StaffName, StaffUser>> {
  const make = (name: StaffName) => makeStaffUser(users, poolId, demoStaff[name]);
  return { liisa: await make('liisa'), matti: await make('matti'), ritva: await make('ritva') };
}

async function makeStaffUser(
  users: CognitoIdentityProviderClient,
  UserPoolId: string,
  { username, groups }: { username: string; groups: readonly Permission[] },
): Promise<StaffUser> {
  // The front is for the pool's rules; the rest is 144 bits of chance.
  const password = `Aa1-${randomBytes(18).toString('base64url')}`;
  const staffId = await idOfUser(users, UserPoolId, { username, password });
  await users.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: password, Permanent: true }),
  );
  for (const GroupName of groups) {
    await users.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName }));
  }
  return { username, password, staffId };
}

async function idOfUser(
  users: CognitoIdentityProviderClient,
  UserPoolId: string,
  { username: Username, password: TemporaryPassword }: { username: string; password: string },
): Promise<string> {
  const UserAttributes: AttributeType[] = [
    { Name: 'email', Value: `${Username}@omistaja.example` },
    { Name: 'email_verified', Value: 'true' },
  ];
  try {
    // The local cloud makes up a temporary password that its own rules refuse, so one is given.
    const create = { UserPoolId, Username, UserAttributes, TemporaryPassword, MessageAction: 'SUPPRESS' } as const;
    return subOf((await users.send(new AdminCreateUserCommand(create))).User?.Attributes);
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    return subOf((await users.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserAttributes);
  }
}

function subOf(attributes: readonly AttributeType[] | undefined): string {
  const sub = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error('The user pool gave a user without an id.');
  return sub;
}
