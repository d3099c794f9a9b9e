/**
 * A base URL without the path that is added to it later. People copy addresses from documentation, where
 * the path is part of them; asked twice for it, a server only says "not found".
 */
export function withoutPath(url: string, added: RegExp): string {
  return url.replace(/\/+$/, '').replace(added, '')
}
