import type { Company } from './company.ts';
import type { ErrorCode } from './errors.ts';

/** Who changes the directory, and for which co-ops they may act. */
export type Administrator = { staffId: string; coopIds: readonly string[] };
type Refusal = { code: ErrorCode; detail: string };
type Limited = { coopIds: readonly string[] };

const isOneOf = ({ coopIds }: Administrator, coopId: string): boolean => coopIds.includes(coopId);
const sharesWith = (admin: Administrator, { coopIds }: Limited): boolean =>
  coopIds.length === 0 || coopIds.some((coopId) => isOneOf(admin, coopId));

/** True if the entry is one of the administrator's co-ops; one of another co-op is answered as if it were not there. */
export const maySeeStaff = (admin: Administrator, entry: Limited): boolean => sharesWith(admin, entry);

/**
 * May an administrator change this entry of the staff directory? Nobody raises themselves, so nobody changes their own entry; and what
 * somebody may do at another co-op is not the administrator's to give or to take.
 * @param before the entry as it is, if there is one
 * @param after the entry as it would be
 * @returns the refusal, if not
 */
export function refusalOfStaffChange(
  admin: Administrator,
  staffId: string,
  before: Limited | undefined,
  after: Limited,
): Refusal | undefined {
  if (staffId === admin.staffId)
    return { code: 'ownEntry', detail: 'Have another administrator change your own entry.' };
  if (before !== undefined && !sharesWith(admin, before)) return notInDirectory;
  if (before?.coopIds.some((coopId) => !isOneOf(admin, coopId)))
    return { code: 'coopNotAllowed', detail: 'The person also works for a co-op that is not one of yours.' };
  if (after.coopIds.some((coopId) => !isOneOf(admin, coopId)))
    return { code: 'invalidRequest', detail: 'Name only co-ops that you may act for.' };
  return undefined;
}

/** The same whether there is none or it is another co-op's. */
export const notInDirectory: Refusal = { code: 'unknownEntry', detail: 'The directory has no such entry of yours.' };

/** True if the administrator may change a company, or what belongs to it: a co-op is its own administrators' matter. */
export const mayActForCompany = (admin: Administrator, { companyId, roles }: Pick<Company, 'companyId' | 'roles'>) =>
  !roles.includes('coop') || isOneOf(admin, companyId);
