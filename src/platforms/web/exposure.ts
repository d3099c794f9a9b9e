/** Whether a host name or address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Why the console must not listen there, in one line with its remedy: other machines get in only with a token. */
export function webExposureProblem(host: string, token: string | undefined): string | undefined {
  if (isLoopback(host) || (token !== undefined && token !== '')) return undefined
  return `HOST=${host} would open the web console to other machines: set WEB_TOKEN too, or leave HOST out.`
}

/**
 * Whether a request names this machine as its host. A page elsewhere can point its own name at 127.0.0.1
 * (DNS rebinding) and would then share our origin; its name in the Host header gives it away.
 */
export function namesLoopback(hostHeader: string | undefined): boolean {
  const url = URL.parse(`http://${hostHeader ?? ''}`)
  return url !== null && isLoopback(url.hostname)
}

/** Headers by which a proxy tells that it asks for somebody else. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** Whether a proxy asks for somebody else, as far as it says so; many give the Host header a name of this machine. */
export function isForwarded(header: (name: string) => string | undefined): boolean {
  return FORWARDED.some((name) => header(name) !== undefined)
}

/**
 * Whether a request that changes something comes from our own pages. Browsers say so in Sec-Fetch-Site on
 * trustworthy origins and in Origin on every POST (Fetch standard); a request with neither is no page of ours.
 */
export function comesFromOurPage(headers: {
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly site: string | undefined
}): boolean {
  if (headers.site !== undefined) return headers.site === 'same-origin'
  if (headers.origin === undefined || headers.host === undefined) return false
  return URL.parse(headers.origin)?.host === headers.host
}
