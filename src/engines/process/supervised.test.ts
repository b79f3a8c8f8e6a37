import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { identityOf, isAlive } from './process-identity.ts'
import { findSupervised, startSupervised, stopSupervised } from './supervised.ts'

async function inFolder(act: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-supervised-'))
  try {
    await act(directory)
  } finally {
    for (const id of ['link', 'other']) await stopSupervised(directory, id)
    rmSync(directory, { recursive: true })
  }
}

const sleeper = (directory: string) => ({
  directory,
  id: 'link',
  argv: ['/bin/sh', '-c', 'echo "$GREETING"; exec sleep 600'],
  environment: { GREETING: 'hello' },
})

test('a helper is started once, however often and however many ask at once', () =>
  inFolder(async (directory) => {
    const all = await Promise.all([0, 1, 2, 3].map(() => startSupervised(sleeper(directory))))
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1)
    expect(findSupervised(directory, 'link')).toEqual(all[0])
    expect(findSupervised(directory, 'other')).toBeUndefined()
    while (readFileSync(all[0]!.logFile, 'utf8') === '') await delay(10)
    expect(readFileSync(all[0]!.logFile, 'utf8')).toBe('hello\n')
  }))

test('a helper whose start was never written down is found, not started again', () =>
  inFolder(async (directory) => {
    const first = await startSupervised(sleeper(directory))
    rmSync(join(directory, 'link.json'))
    expect(findSupervised(directory, 'link')?.pid).toBe(first.pid)
    expect((await startSupervised(sleeper(directory))).pid).toBe(first.pid)
  }))

test('stop ends the helper and what it started, and a new start is a new process', () =>
  inFolder(async (directory) => {
    const argv = ['/bin/sh', '-c', `trap '' TERM; sleep 600 & echo $!; wait; sleep 600`]
    const first = await startSupervised({ ...sleeper(directory), argv })
    while (readFileSync(first.logFile, 'utf8') === '') await delay(10)
    const childPid = Number(readFileSync(first.logFile, 'utf8'))
    const child = identityOf(childPid)!
    expect([first, child].map(isAlive)).toEqual([true, true])
    await stopSupervised(directory, 'link')
    expect([first, child].map(isAlive)).toEqual([false, false])
    await stopSupervised(directory, 'link')
    const second = await startSupervised(sleeper(directory))
    expect(second).not.toEqual(first)
  }))

test('what a killed helper left behind is not taken for it, and ends before the next start', () =>
  inFolder(async (directory) => {
    const argv = ['/bin/sh', '-c', 'sleep 600 & echo $!; wait']
    const first = await startSupervised({ ...sleeper(directory), argv })
    while (readFileSync(first.logFile, 'utf8') === '') await delay(10)
    const childPid = Number(readFileSync(first.logFile, 'utf8'))
    const child = identityOf(childPid)!
    process.kill(first.pid, 'SIGKILL')
    while (isAlive(first)) await delay(10)
    expect(findSupervised(directory, 'link')).toBeUndefined()
    const second = await startSupervised(sleeper(directory))
    expect(isAlive(second)).toBe(true)
    while (isAlive(child)) await delay(10)
  }))

test('a command that is not there is an error, and ids are no paths', () =>
  inFolder(async (directory) => {
    const wrong = { ...sleeper(directory), argv: ['/no/such/helper'] }
    await expect(startSupervised(wrong)).rejects.toThrow('cannot be started')
    await expect(startSupervised({ ...wrong, id: '../x' })).rejects.toThrow()
  }))
