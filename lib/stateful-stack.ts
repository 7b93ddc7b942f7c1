import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { accessTable, type RegisterIndex, registerTable } from '../functions/table/keys.ts';
import type { StageEnvironment } from './config.ts';
import { FieldKeys } from './constructs/field-keys.ts';
import { LockedBucket } from './constructs/locked-bucket.ts';
import { PoolFirewall } from './constructs/pool-firewall.ts';
import { ServiceKey } from './constructs/service-key.ts';
import { ServiceTable } from './constructs/service-table.ts';
import { StaffPool } from './constructs/staff-pool.ts';
import { TillPool } from './constructs/till-pool.ts';

/** What keeps data: key, tables, payment files and the bank's answers, users. Deployed seldom, never thrown away outside `local`. */
export class StatefulStack extends Stack {
  readonly key: ServiceKey;
  readonly fieldKeys: FieldKeys;
  readonly register: ServiceTable<RegisterIndex>;
  readonly accessEvents: ServiceTable<'byPerson' | 'byStaff'>;
  readonly paymentFiles: LockedBucket;
  readonly accessSeals: LockedBucket;
  readonly taxReturns: LockedBucket;
  readonly bankInbox: LockedBucket;
  readonly tills: TillPool;
  readonly staff: StaffPool;

  constructor(app: App, id: string, { stage, config, region, account, alarmEmail }: StageEnvironment) {
    const protect = config.protectData;
    super(app, id, {
      description: `Omistaja (${stage}): what keeps data`,
      env: { region, ...(account !== undefined && { account }) },
      terminationProtection: protect,
    });
    const key = new ServiceKey(this, 'Key', { protect, alarmsByEmail: alarmEmail !== undefined });
    this.fieldKeys = new FieldKeys(this, 'FieldKeys', { protect });
    const { byHousehold, byListing, byMember } = registerTable;
    this.key = key;
    this.register = new ServiceTable(this, 'Register', {
      ...registerTable,
      key,
      protect,
      env: 'registerTable',
      indexes: { byHousehold: { ...byHousehold, sortKeyIsNumber: true }, byListing, byMember },
    });
    this.accessEvents = new ServiceTable(this, 'AccessEvents', {
      ...accessTable,
      key,
      protect,
      env: 'accessTable',
      appendOnly: true,
      indexes: { byPerson: accessTable.byPerson, byStaff: accessTable.byStaff },
    });
    this.paymentFiles = new LockedBucket(this, 'PaymentFiles', {
      ...{ key, protect, lock: config.paymentFileLock, env: 'paymentBucket' },
      named: 'Files are named after runs, which are not known beforehand',
    });
    this.taxReturns = new LockedBucket(this, 'TaxReturns', {
      // Vouchers like payment files, and kept as long.
      ...{ key, protect, lock: config.paymentFileLock, env: 'returnBucket' },
      named: 'Files are named after returns, which are not known beforehand',
    });
    this.accessSeals = new LockedBucket(this, 'AccessSeals', {
      ...{ key, protect, lock: config.accessSealLock, env: 'sealBucket' },
      named: 'Blocks are named by their numbers, which go on for ever',
    });
    this.bankInbox = new LockedBucket(this, 'BankInbox', {
      ...{ key, protect, lock: config.paymentFileLock, env: 'bankInbox', announces: true },
      named: 'The bank names its files',
    });
    this.tills = new TillPool(this, 'Tills', { name: `omistaja-${stage}-tills`, retailers: config.retailers, protect });
    this.staff = new StaffPool(this, 'Staff', {
      name: `omistaja-${stage}-staff`,
      mfa: config.staffMfa,
      callbackUrls: config.staffCallbackUrls,
      protect,
      branded: stage !== 'local',
    });
    if (config.firewall) new PoolFirewall(this, 'Firewall', { Tills: this.tills.pool, Staff: this.staff.pool });
    new CfnOutput(this, 'RegisterTableName', { value: this.register.table.tableName });
    new CfnOutput(this, 'AccessTableName', { value: this.accessEvents.table.tableName });
    new CfnOutput(this, 'FieldKeyArn', { value: this.fieldKeys.fieldKey.keyArn });
    new CfnOutput(this, 'IndexKeyArn', { value: this.fieldKeys.indexKey.keyArn });
    new CfnOutput(this, 'BankInboxName', { value: this.bankInbox.bucket.bucketName });
    new CfnOutput(this, 'ReturnBucketName', { value: this.taxReturns.bucket.bucketName });
    new CfnOutput(this, 'SealBucketName', { value: this.accessSeals.bucket.bucketName });
    new CfnOutput(this, 'PaymentBucketName', { value: this.paymentFiles.bucket.bucketName });
  }
}
