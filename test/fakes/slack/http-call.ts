import { type Agent, request } from 'node:http'

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/**
 * One HTTP POST over a kept connection.
 *
 * @param timeout milliseconds to wait for the whole answer; the connection is cut after that
 * @throws an Error whose message is `timeout` where the time ran out
 */
export function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
  timeout?: number,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
        })
        response.on('end', () => {
          clearTimeout(timer)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
        })
        response.on('error', fail)
      },
    )
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    const timer =
      timeout === undefined ? undefined : setTimeout(() => call.destroy(new Error('timeout')), timeout)
    call.on('error', fail)
    call.end(body)
  })
}
