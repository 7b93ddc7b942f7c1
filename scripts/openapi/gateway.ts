/**
 * What API Gateway answers by itself, before or instead of a function: `{"message": …}` as application/json, without a code
 * (AWS, "Troubleshooting issues with HTTP APIs"). A 401 and a 403 tell their reason in the header `www-authenticate`.
 */
export const gatewayAnswers: Readonly<
  Record<number, { message: string; meaning: string; advice: string; retry: boolean }>
> = {
  401: {
    message: 'Unauthorized',
    meaning: 'There is no token, or it has expired, or it was issued by or for someone else.',
    advice: 'Get a new token and send the request with it. The header `www-authenticate` says what is wrong.',
    retry: false,
  },
  403: {
    message: 'Forbidden',
    meaning:
      "The token lacks the endpoint's scope: it is an ID token, or a till's token at a staff endpoint, or the other way round.",
    advice: 'Ask the token endpoint for the scope that the operation names.',
    retry: false,
  },
  429: {
    message: 'Too Many Requests',
    meaning: 'More requests came than the endpoint takes at a time.',
    advice: 'Wait, twice as long each time and with a random part, and send the same request again.',
    retry: true,
  },
  500: {
    message: 'Internal Server Error',
    meaning: 'The function behind the endpoint could not be run.',
    advice: 'Send the same request again after a moment.',
    retry: true,
  },
  503: {
    message: 'Service Unavailable',
    meaning: 'The function behind the endpoint did not answer in time. It may have done what was asked.',
    advice: 'Send the same request again after a moment; nothing is counted twice.',
    retry: true,
  },
};
