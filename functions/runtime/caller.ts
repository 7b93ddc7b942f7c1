import type { Endpoint } from '../../contract/endpoint.ts';
import { type Permission, permissions } from '../../contract/permissions.ts';
import { localDateOf } from '../../domain/calendar.ts';
import { mayDeliver } from '../../domain/company.ts';
import { DomainError } from '../../domain/errors.ts';
import { standingOf } from '../../domain/staff-standing.ts';
import { register } from '../table/client.ts';
import { findStaffMember, findTillClient } from '../table/directory.ts';
import { companyOf } from './companies.ts';
import { settings } from './env.ts';
import { remembered } from './remembered.ts';

/** The claims of a token that API Gateway has verified: signature, issuer, expiry, client and scope. */
export type Claims = Record<string, unknown>;

/** Who calls: a till of a retailer, or a staff member with permissions and co-ops. */
export type TillCaller = { audience: 'pos'; clientId: string; retailerId: string };
export type StaffCaller = {
  audience: 'staff';
  staffId: string;
  permissions: readonly Permission[];
  coopIds: readonly string[];
};
export type Caller = TillCaller | StaffCaller;

const tillClients = remembered((clientId: string) => findTillClient(register(), clientId));

/**
 * Checks what a token cannot know: is this client or person registered and active today, and their company valid? Clients and companies
 * are remembered for the directory cache, under 60 s; a person's entry is read each time.
 * @throws DomainError accessTokenRequired, clientNotActive, or the code of the standing that a person lacks
 */
export async function callerOf(endpoint: Pick<Endpoint, 'audience'>, claims: Claims, nowMs: number): Promise<Caller> {
  if (claims.token_use !== 'access')
    throw new DomainError('accessTokenRequired', 'Send the access token, not the ID token.');
  return endpoint.audience === 'pos' ? await tillCaller(claims, nowMs) : await staffCaller(claims, nowMs);
}

async function tillCaller(claims: Claims, nowMs: number): Promise<TillCaller> {
  const { directoryCacheSeconds, lateWindowDays } = settings();
  const client = await tillClients(String(claims.client_id), nowMs, directoryCacheSeconds);
  if (client?.active !== true)
    throw new DomainError('clientNotActive', 'This till client is not registered or has been disabled.');
  const company = await companyOf(client.retailerId, nowMs);
  if (company === undefined || !mayDeliver(company, localDateOf(nowMs), lateWindowDays))
    throw new DomainError('clientNotActive', 'The retailer of this till client is not in the directory.');
  return { audience: 'pos', clientId: client.clientId, retailerId: client.retailerId };
}

async function staffCaller(claims: Claims, nowMs: number): Promise<StaffCaller> {
  const listed = await findStaffMember(register(), String(claims.sub));
  const employer = listed && (await companyOf(listed.employerCompanyId, nowMs));
  const standing = standingOf(listed, employer, localDateOf(nowMs));
  if ('code' in standing) throw new DomainError(standing.code, standing.detail);
  const member = standing.entry;
  return {
    audience: 'staff',
    staffId: member.staffId,
    permissions: permissionsOf(claims['cognito:groups']).filter((named) => member.permissions.includes(named)),
    coopIds: member.coopIds,
  };
}

/** Groups as permissions. API Gateway hands the list over as one text in brackets, separated by spaces or commas. */
function permissionsOf(groups: unknown): Permission[] {
  const named = Array.isArray(groups)
    ? groups.map(String)
    : String(groups ?? '')
        .replace(/^\[|\]$/g, '')
        .split(/[\s,"]+/);
  return permissions.filter((permission) => named.includes(permission));
}

/**
 * The one place where permission and co-op are checked, from the endpoint's declaration.
 * @throws DomainError permissionMissing, coopNotAllowed
 */
export function authorize(
  endpoint: Endpoint,
  caller: Caller,
  request: { params: unknown; query: unknown; body: unknown },
): void {
  if (caller.audience !== 'staff') return;
  if (endpoint.permission !== undefined && !caller.permissions.includes(endpoint.permission)) {
    throw new DomainError('permissionMissing', `This needs the permission ${endpoint.permission}.`);
  }
  if (endpoint.coopIn === undefined) return;
  const place = { path: request.params, query: request.query, body: request.body }[endpoint.coopIn];
  requireCoop(caller, (place as { coopId: string }).coopId);
}

function requireCoop(caller: StaffCaller, coopId: string): void {
  if (!caller.coopIds.includes(coopId))
    throw new DomainError('coopNotAllowed', 'You are not allowed to act for this co-op.');
}
