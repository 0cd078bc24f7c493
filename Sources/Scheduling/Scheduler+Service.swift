import Clocks
import Logging
import PanelStore
import PhoenixModel
import ServiceLifecycle

extension Scheduler: Service {
    /// Works until the service is to shut down. Steps that are being done then may end within the limit for that; the
    /// rest is left to another process.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            let draining = WakeSignal()
            // Leases are renewed to the very end, and wait for nothing else that goes on here.
            group.addTask { await self.keepLeases() }
            group.addTask {
                await draining.wait()
                guard (try? await self.clock.sleep(self.settings.drainLimit)) != nil else { return }
                self.held.send(.handOver)
            }
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { work in
                    while !held.isDraining, !Task.isCancelled {
                        let tick = await self.tick()
                        for run in tick.runs { work.addTask { await self.carryOut(run) } }
                        if !tick.isBehind { await self.pause() }
                    }
                }
            } onGracefulShutdown: {
                self.held.send(.drain)
                draining.set()
                self.wake.set()
            }
            group.cancelAll()
        }
    }

    /// Waits for the next full second and a little more, or until there is something to do.
    private func pause() async {
        let interval = settings.interval
        let past = clock.now() - interval * (clock.now() / interval).rounded(.down)
        await withTaskGroup { group in
            group.addTask { try? await self.clock.sleep(interval - past + .milliseconds(5)) }
            group.addTask { await self.wake.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func keepLeases() async {
        while !Task.isCancelled {
            await beat()
            let pause = min(settings.beat, max(.milliseconds(100), held.timeToDeadline ?? settings.beat))
            guard (try? await clock.sleep(pause)) != nil else { return }
        }
    }

    /// Renews the leases of this process once, and tells its runs what it has found: that they are to stop, have
    /// taken too long, or are lost.
    package func beat() async {
        let (worker, lease) = (settings.worker, settings.lease)
        let start = clock.now()
        let number = held.beginBeat(at: start)
        do {
            let runs = try await store.write(within: settings.storeLimit, as: .concurrent) { store in
                let now = try await store.now()
                return try await store.renewLeases(of: worker, until: Timestamp(seconds: now.seconds + lease))
            }
            let strays = held.endBeat(number, held: runs, heldUntil: start + .seconds(lease))
            if !strays.isEmpty { try await giveUp(strays) }
        } catch {
            // A store that is out of order for hours must not fill the log: there is a beat every second.
            let isFirst = held.failBeat(at: clock.now())
            logger.log(
                level: isFirst ? .warning : .debug, "leases could not be renewed", metadata: ["error": "\(error)"])
        }
    }

    /// Lets others go on with runs that have this worker's name and are not carried out here: those of an earlier
    /// process of the same name, or whose claim was committed without an answer.
    private func giveUp(_ strays: [HeldRun]) async throws {
        try await store.write(within: settings.storeLimit, as: .concurrent) { store in
            for stray in strays {
                guard var run = try await store.run(stray.id), run.lease?.token == stray.token else { continue }
                run.lease = run.lease?.givenUp
                _ = try await store.replace(run, ifToken: stray.token)
            }
        }
        logger.warning("runs without a worker given up", metadata: ["count": "\(strays.count)"])
    }
}
