import { describe, expect, it } from 'vitest'
import {
  comesFromOurPage,
  isLoopback,
  namesLoopback,
  webExposureProblem,
} from '../../../src/platforms/web/exposure.ts'

describe('where the console may listen', () => {
  it('needs no token on this machine alone', () => {
    for (const host of ['127.0.0.1', '127.8.9.10', 'localhost', '::1']) {
      expect(webExposureProblem(host, undefined)).toBeUndefined()
    }
  })

  it('says what to set before other machines could reach it without a token', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.org', '127.0.0.1.example.org']) {
      expect(webExposureProblem(host, undefined)).toMatch(/WEB_TOKEN/)
      expect(webExposureProblem(host, '')).toMatch(/WEB_TOKEN/)
      expect(webExposureProblem(host, 'a-long-secret-token')).toBeUndefined()
    }
  })

  it('does not take a name that only begins like this machine for it', () => {
    expect(isLoopback('localhost.example.org')).toBe(false)
    expect(isLoopback('127.0.0.1.nip.io')).toBe(false)
  })
})

describe('whose request it is', () => {
  it('knows this machine by any of its names in the Host header', () => {
    for (const header of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost']) {
      expect(namesLoopback(header)).toBe(true)
    }
  })

  it('turns away foreign names that were pointed here, and requests with none', () => {
    for (const header of ['rebind.example:3000', 'localhost.rebind.example', '', undefined, '%%']) {
      expect(namesLoopback(header)).toBe(false)
    }
  })

  it('lets changes come from our own pages only', () => {
    const host = '127.0.0.1:3000'
    const from = (origin?: string, site?: string) => comesFromOurPage({ host, origin, site })
    expect(from('http://127.0.0.1:3000', 'same-origin')).toBe(true)
    expect(from('http://127.0.0.1:3000')).toBe(true)
    expect(from(undefined, 'same-origin')).toBe(true)
    expect(from('http://127.0.0.1:9999')).toBe(false)
    expect(from('http://127.0.0.1:9999', 'same-site')).toBe(false)
    expect(from('https://evil.example', 'cross-site')).toBe(false)
    expect(from(undefined, 'none')).toBe(false)
    expect(from('null')).toBe(false)
    expect(from()).toBe(false)
  })
})
