import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFile, readJsonFile, replaceFile } from './durable-file.ts'
import { findByEnvironment, handlesSignal, identityOf, isAlive } from './process-identity.ts'
import { lockSite } from './site-lock.ts'

test('a process is itself, and not another of the same id', () => {
  const self = identityOf(process.pid)!
  expect(isAlive(self)).toBe(true)
  expect(isAlive({ ...self, startTicks: self.startTicks - 1 })).toBe(false)
  expect(isAlive({ ...self, bootId: 'an earlier boot' })).toBe(false)
  expect(isAlive({ pid: 0, startTicks: 0, bootId: '' })).toBe(false)
})

test('a process that has ended is not alive, reaped or not', async () => {
  const child = spawn('/bin/sleep', ['600'], { stdio: 'ignore' })
  const identity = identityOf(child.pid!)!
  expect(isAlive(identity)).toBe(true)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  expect(isAlive(identity)).toBe(false)
})

test('processes are found by a whole entry of their environment only', async () => {
  const value = `/tmp/naïve ${process.pid}`
  const child = spawn('/bin/sleep', ['600'], { stdio: 'ignore', env: { FOUND_BY: value } })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  expect(findByEnvironment(`FOUND_BY=${value}`).map(({ pid }) => pid)).toEqual([child.pid])
  expect(findByEnvironment(`FOUND_BY=${value.slice(0, -1)}`)).toEqual([])
  expect(findByEnvironment(`OUND_BY=${value}`)).toEqual([])
  child.kill('SIGKILL')
  await gone
})

test('a signal is handled once there is a handler', () => {
  const { SIGUSR2 } = constants.signals
  expect(handlesSignal(process.pid, SIGUSR2)).toBe(false)
  const handler = (): void => {}
  process.on('SIGUSR2', handler)
  expect(handlesSignal(process.pid, SIGUSR2)).toBe(true)
  process.off('SIGUSR2', handler)
})

test('a file is created by one only, and replaced whole', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gridloom-file-'))
  const path = join(directory, 'record.json')
  expect(readJsonFile(path)).toBeUndefined()
  expect(createFile(path, '{"by":1}')).toBe(true)
  expect(createFile(path, '{"by":2}')).toBe(false)
  expect(readJsonFile(path)).toEqual({ by: 1 })
  replaceFile(path, '{"by":3')
  expect(readFileSync(path, 'utf8')).toBe('{"by":3')
  expect(readJsonFile(path)).toBeUndefined()
  expect(readdirSync(directory)).toEqual(['record.json'])
  rmSync(directory, { recursive: true })
})

test('a lock is held by one, and free the moment its holder is killed', async () => {
  const path = join(tmpdir(), `gridloom-lock-${process.pid}`)
  const door = JSON.stringify(new URL('./site-lock.ts', import.meta.url).href)
  const program = `
    const { lockSite } = await import(${door})
    await lockSite(${JSON.stringify(path)}, 0)
    console.log('held')`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program])
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  expect(await lockSite(path, 0)).toBeUndefined()
  holder.kill('SIGKILL')
  await gone
  const mine = await lockSite(path, 0)
  expect(mine).toBeDefined()
  expect(await lockSite(path, 20)).toBeUndefined()
  await mine![Symbol.asyncDispose]()
  await using again = await lockSite(path, 0)
  expect(again).toBeDefined()
})
