/** Makes an incident of the plan happen. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'
import type { ApiFault, Incident } from './plan.ts'
import type { PrivateServer } from './private-servers.ts'
import type { Town } from './town.ts'

export interface Scene {
  readonly town: Town
  readonly fleet: Fleet
  readonly postgres?: PrivateServer
  readonly redis?: PrivateServer
}

/** Resolves once it is over. */
export async function strike(incident: Incident, { town, fleet, postgres, redis }: Scene): Promise<void> {
  const { slack, discord } = town
  switch (incident.kind) {
    case 'kill':
      return fleet.kill(incident.process, incident.downFor)
    case 'restart':
      return fleet.restart(incident.process, incident.downFor)
    case 'pause':
      return fleet.pause(incident.process, incident.lasts)
    case 'postgres':
      return postgres?.restart(incident.signal, incident.downFor)
    case 'redis':
      return redis?.restart(incident.signal, incident.downFor)
    case 'slack': {
      const { fault, every, lasts } = incident
      const active = slack.fault({
        method: /^(?:chat|conversations|reactions)\./,
        every,
        ...apiFault(fault, 503),
      })
      await sleep(lasts)
      return active.remove()
    }
    case 'discord': {
      const { fault, every, lasts } = incident
      const active = discord.fault({
        route: /^(?:POST|PATCH|DELETE|GET) \/channels/,
        every,
        ...apiFault(fault, 502),
      })
      await sleep(lasts)
      return active.remove()
    }
    case 'slack-sockets':
      return incident.how === 'drop' ? slack.dropSockets() : slack.disconnectSockets()
    case 'discord-gateway':
      return {
        drop: () => discord.dropConnections(),
        forget: () => discord.forgetSessions(),
        reconnect: () => discord.requestReconnect(),
        invalidate: () => discord.invalidateSessions({ resumable: false }),
      }[incident.how]()
    case 'redelivery':
      slack.deliverTimes(2)
      discord.deliver({ times: 2 })
      await sleep(incident.lasts)
      slack.deliverTimes(1)
      discord.deliver()
  }
}

/** How an API fails; `broken` is the status by which its service says that it is down. */
function apiFault(fault: ApiFault, broken: number) {
  switch (fault) {
    case 'limited':
      return { status: 429, retryAfter: 1 }
    case 'broken':
      return { status: broken }
    case 'lost-request':
      return { loseRequest: true }
    case 'lost-response':
      return { loseResponse: true }
    case 'slow':
      return { stall: 1_500 }
  }
}
