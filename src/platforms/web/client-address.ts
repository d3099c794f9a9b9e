import { BlockList, isIP } from 'node:net'

/** Where a reverse proxy stands: on this machine, or in a private network (RFC 1918, RFC 4193, link-local). */
const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6')

/**
 * The address by which tries are counted: the peer's, or behind a proxy nearby the one that this proxy has added to
 * X-Forwarded-For. What stands before it anybody can write. Where somebody nearby forges it, all tries together are
 * still held back.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
  const direct = (peer ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  const version = isIP(direct)
  if (version === 0 || !PRIVATE.check(direct, version === 4 ? 'ipv4' : 'ipv6')) return direct
  const added = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  return isIP(added) === 0 ? direct : added
}
