/**
 * The names of the environment variables that bind a function to what it may use. The constructs set them together with
 * the permission (`grant…` binds both), the functions read them; this file is free of SDK and CDK, so both import it.
 */
export const envNames = {
  registerTable: 'REGISTER_TABLE',
  accessTable: 'ACCESS_TABLE',
  receiptQueueUrl: 'RECEIPT_QUEUE_URL',
  payoutStateMachineArn: 'PAYOUT_STATE_MACHINE_ARN',
  paymentBucket: 'PAYMENT_BUCKET',
  sealBucket: 'SEAL_BUCKET',
  bankInbox: 'BANK_INBOX',
  bankFileQueueUrl: 'BANK_FILE_QUEUE_URL',
  returnBucket: 'RETURN_BUCKET',
  returnWorkArn: 'RETURN_WORK_ARN',
  fieldKeyArn: 'FIELD_KEY_ARN',
  indexKeyArn: 'INDEX_KEY_ARN',
  approvalTopicArn: 'APPROVAL_TOPIC_ARN',
  settings: 'SETTINGS',
} as const;
