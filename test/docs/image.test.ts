import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import packageJson from '../../package.json' with { type: 'json' }
import { KNOWN_VARIABLES } from '../../src/config.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8')

describe('Dockerfile', () => {
  const steps = textOf('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => ({ step: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }))
  const of = (name: string) => steps.filter(({ step }) => step === name).map(({ rest }) => rest)

  it('runs the Node that package.json pins', () => {
    expect(of('FROM')).toEqual([`node:${packageJson.dependencies.node}-bookworm-slim`])
  })

  it('copies what there is, and everything that the program is made of', () => {
    const copied = of('COPY').flatMap((rest) => rest.split(' ').slice(0, -1))
    for (const path of copied) expect(existsSync(join(ROOT, path)), path).toBe(true)
    expect(copied).toEqual(expect.arrayContaining(['package-lock.json', 'src', 'strategies', 'commands']))
    const kept = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(kept).toEqual(['*', ...copied.map((path) => `!${path}`)])
  })

  it('starts as nobody special, as process 1, and says how it is', () => {
    expect(of('USER')).toEqual(['1000:1000'])
    expect(steps.findIndex(({ step }) => step === 'USER')).toBeLessThan(
      steps.findIndex(({ step }) => step === 'ENTRYPOINT'),
    )
    const [file, ...given] = z.array(z.string()).parse(JSON.parse(of('ENTRYPOINT')[0] ?? ''))
    const script = given.pop() ?? ''
    expect(file).toBe('node')
    expect(existsSync(join(ROOT, script.replace('/app/', '')))).toBe(true)
    expect(packageJson.scripts.start).toContain(`node ${given.join(' ')} src/`)
    expect(of('HEALTHCHECK')[0]).toContain('/healthz')
  })

  it.each([
    ['well where it answers', 0, 60_000, (response: ServerResponse) => response.end('ok')],
    [
      'ill where it answers with a fault',
      1,
      60_000,
      (response: ServerResponse) => response.writeHead(503).end(),
    ],
    ['ill where it is stuck and does not answer', 1, 300, () => undefined],
  ])('says that a process is %s', async (_, status, patience, answer) => {
    const server = createServer(({ url }, response) => {
      if (url === '/healthz') answer(response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const [, check = ''] = of('HEALTHCHECK')[0]?.split('CMD ') ?? []
    const [, ...words] = z.array(z.string()).parse(JSON.parse(check))
    // The same with another limit, so that a busy machine decides nothing.
    const args = words.map((word) => word.replace('4000', String(patience)))
    const env = { PORT: String(port) }
    const run = promisify(execFile)(process.execPath, args, { env })
    expect(
      await run.then(
        () => 0,
        ({ code }: { code: number }) => code,
      ),
    ).toBe(status)
    server.closeAllConnections()
    server.close()
  })
})

const service = z.object({
  image: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  restart: z.literal('unless-stopped'),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
})
const compose = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  volumes: z.record(z.string(), z.null()),
})

describe('compose.yaml', () => {
  const text = textOf('compose.yaml')
  const { services, networks, volumes } = compose.parse(parse(text))

  it('pins every image, and lets no service write outside its volumes or gain any right', () => {
    expect(Object.keys(services)).toEqual(['bot', 'postgres', 'redis', 'ollama'])
    for (const [name, one] of Object.entries(services)) {
      expect(one.image, name).toMatch(/:\d+\.\d+(\.\d+)?(-\w+)?$/)
      expect(one.security_opt, name).toContain('no-new-privileges:true')
      expect(text).not.toContain('privileged: true')
    }
    expect(services['bot']?.image).toBe(`recourse:${packageJson.version}`)
  })

  it('names only networks, volumes and services that it has', () => {
    for (const one of Object.values(services)) {
      for (const network of one.networks) expect(networks).toHaveProperty(network)
      for (const volume of one.volumes) expect(volumes).toHaveProperty(volume.split(':')[0] ?? '')
      for (const [other, { condition }] of Object.entries(one.depends_on)) {
        expect(services).toHaveProperty(other)
        if (condition === 'service_healthy') expect(services[other]?.healthcheck).toBeDefined()
      }
    }
  })

  it('opens the console to its own machine alone, and the stores to nobody', () => {
    const open = Object.entries(services).flatMap(([name, { ports }]) => ports.map((port) => [name, port]))
    expect(open).toEqual([['bot', '127.0.0.1:3000:3000']])
    expect(networks['inside']).toEqual({ internal: true })
    for (const name of ['postgres', 'redis']) expect(services[name]?.networks).toEqual(['inside'])
  })

  it('sets only variables that are read, and holds no secret itself', () => {
    for (const name of Object.keys(services['bot']?.environment ?? {}))
      expect(KNOWN_VARIABLES).toContain(name)
    const passwords = [...text.matchAll(/(\w*(?:PASSWORD|TOKEN|_KEY)): (.*)$/gm)]
    expect(passwords.length).toBeGreaterThan(2)
    for (const [line, , value = ''] of passwords) expect(value, line).toMatch(/^\$\{\w+(:\?[^}]+)?\}$/)
  })
})
