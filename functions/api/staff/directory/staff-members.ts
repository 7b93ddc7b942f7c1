import {
  disableStaffMember,
  listStaffMembers,
  putStaffMember,
  type StaffView,
  showStaffMember,
} from '../../../../contract/directory.ts';
import type { BodyOf } from '../../../../contract/endpoint.ts';
import { localDateOf, localTimeOf } from '../../../../domain/calendar.ts';
import { maySeeStaff, notInDirectory, refusalOfStaffChange } from '../../../../domain/directory-rights.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { standingOf } from '../../../../domain/staff-standing.ts';
import type { StaffCaller } from '../../../runtime/caller.ts';
import { companyOf } from '../../../runtime/companies.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { changeEntry, findEntry, versionsOf } from '../../../table/directory-entries.ts';
import type { StaffMember } from '../../../table/items.ts';
import { directoryPage } from './page.ts';
import { validCompany } from './valid-company.ts';

export const putStaffMemberEndpoint = answers(putStaffMember, async ({ body, caller, nowMs }) => {
  const { staffId, member } = body;
  await validCompany(member.employerCompanyId, localDateOf(nowMs));
  const before = await findEntry(register(), 'staffMember', staffId);
  return await changed(before, { staffId, ...member, active: true }, body, caller, nowMs);
});

export const disableStaffMemberEndpoint = answers(disableStaffMember, async ({ body, caller, nowMs }) => {
  const before = await findEntry(register(), 'staffMember', body.staffId);
  if (before === undefined) throw new DomainError(notInDirectory.code, notInDirectory.detail);
  const { version: _, ...entry } = before;
  return await changed(before, { ...entry, active: false }, body, caller, nowMs);
});

export const showStaffMemberEndpoint = answers(showStaffMember, async ({ body, caller, nowMs }) => {
  const [entry, versions] = await Promise.all([
    findEntry(register(), 'staffMember', body.staffId),
    versionsOf(register(), 'staffMember', body.staffId),
  ]);
  if (entry === undefined || !maySeeStaff(caller, entry))
    throw new DomainError(notInDirectory.code, notInDirectory.detail);
  const changes = versions.map(({ version, by, atMs, reason }) => ({ version, by, at: localTimeOf(atMs), reason }));
  return { member: await viewOf(entry, nowMs), changes };
});

export const listStaffMembersEndpoint = answers(listStaffMembers, async ({ body, nowMs }) => {
  const { entries, ...more } = await directoryPage('staffMember', body.cursor, ({ coopIds }) =>
    coopIds.includes(body.coopId),
  );
  return { members: await Promise.all(entries.map((entry) => viewOf(entry, nowMs))), ...more };
});

async function changed(
  before: StaffMember | undefined,
  entry: Omit<StaffMember, 'version'>,
  { version, reason, dryRun }: Pick<BodyOf<typeof putStaffMember>, 'version' | 'reason' | 'dryRun'>,
  caller: StaffCaller,
  nowMs: number,
): Promise<StaffView> {
  const refusal = refusalOfStaffChange(caller, entry.staffId, before, entry);
  if (refusal !== undefined) throw new DomainError(refusal.code, refusal.detail, issuesOf(refusal.code));
  const change = { id: entry.staffId, entry, version, by: caller.staffId, atMs: nowMs, reason, dryRun };
  return await viewOf(await changeEntry(register(), 'staffMember', before, change), nowMs);
}

const issuesOf = (code: string) =>
  code === 'invalidRequest'
    ? [{ pointer: '/member/coopIds', code: 'notOneOf' as const, message: 'Name only co-ops that you may act for.' }]
    : [];

async function viewOf(member: StaffMember, nowMs: number): Promise<StaffView> {
  const standing = standingOf(member, await companyOf(member.employerCompanyId, nowMs), localDateOf(nowMs));
  return { ...member, standing: 'code' in standing ? standing.code : 'allowed' };
}
