/** How receipts travel, as it is deployed and as the services count. */
export type Path = {
  receiptsPerRequest: number;
  /** One request's body, and one message on the queue. */
  bodyBytes: number;
  messageBytes: number;
  /** The recorder's batch; the queue's own calls take at most `messagesPerCall`. */
  messagesPerBatch: number;
  messagesPerCall: number;
  httpRequestBytes: number;
  sqsRequestBytes: number;
  /** What a function is handed in one invocation at most. */
  invocationBytes: number;
  /** What is logged for a request, with the log's own bytes for each line; and by the functions for each receipt. */
  logBytesPerRequest: number;
  logBytesPerReceipt: number;
};

export type RequestCounts = {
  httpRequests: number;
  sqsSend: number;
  sqsReceive: number;
  sqsDelete: number;
  sqsRequests: number;
  tillInvocations: number;
  recorderInvocations: number;
  batchGets: number;
  puts: number;
  dynamoDbCalls: number;
  logBytes: number;
};

/**
 * What so many receipts come to when the queue is busy: every receive brings a full ten messages, every batch of the recorder is full, and
 * messages are deleted in tens. One request is one message; the till API's look-ups of client and outlet are remembered for 30 seconds and
 * come to nothing.
 */
export function requestCounts(path: Path, receipts: number): RequestCounts {
  const messages = receipts / path.receiptsPerRequest;
  const perCall = Math.ceil((path.messageBytes * path.messagesPerCall) / path.sqsRequestBytes);
  const perInvocation = Math.min(path.messagesPerBatch, Math.floor(path.invocationBytes / path.messageBytes));
  const sqsSend = messages * Math.ceil(path.messageBytes / path.sqsRequestBytes);
  const sqsReceive = (messages / path.messagesPerCall) * perCall;
  const sqsDelete = messages / path.messagesPerCall;
  return {
    httpRequests: messages * Math.ceil(path.bodyBytes / path.httpRequestBytes),
    sqsSend,
    sqsReceive,
    sqsDelete,
    sqsRequests: sqsSend + sqsReceive + sqsDelete,
    tillInvocations: messages,
    recorderInvocations: messages / perInvocation,
    batchGets: messages,
    puts: receipts,
    dynamoDbCalls: messages + receipts,
    logBytes: messages * path.logBytesPerRequest + receipts * path.logBytesPerReceipt,
  };
}
