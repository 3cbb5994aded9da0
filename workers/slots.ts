import type { CustomSlotSupplier, SlotInfo, SlotMarkUsedContext, SlotReleaseContext, SlotReserveContext } from "@temporalio/worker";

/** A poll for a task, and then the task. */
interface Permit {
  isSticky: boolean;
  isPolling: boolean;
}

/**
 * Slots for tasks of one kind, that can be closed: then no poll begins any more, and those under way bring their last task. What a poll
 * brings while the SDK shuts its worker down is lost until Temporal times it out, 10 s later. Sticky polls go on: their workflows are here.
 */
export class Slots<Info extends SlotInfo> implements CustomSlotSupplier<Info> {
  readonly type = "custom";
  #free: number;
  #isClosed = false;
  #polls = 0;
  #onEmpty = () => undefined as void;
  readonly #waiting: { context: SlotReserveContext; take: () => void }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when no poll is under way: those that bring nothing end with Temporal's long poll. */
  close(): Promise<void> {
    this.#isClosed = true;
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      this.#look();
    });
  }

  reserveSlot = (context: SlotReserveContext, signal: AbortSignal): Promise<Permit> => {
    const permit = this.tryReserveSlot(context);
    if (permit) return Promise.resolve(permit);
    return new Promise((resolve, reject) => {
      const waiting = { context, take: () => resolve(this.#take(context)) };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", () => {
        const at = this.#waiting.indexOf(waiting);
        if (at < 0) return;
        this.#waiting.splice(at, 1);
        reject(signal.reason as Error);
      });
    });
  };

  tryReserveSlot = (context: SlotReserveContext): Permit | null => (this.#mayTake(context) ? this.#take(context) : null);

  markSlotUsed = ({ permit }: SlotMarkUsedContext<Info>): void => this.#ended(permit as Permit);

  releaseSlot = ({ permit }: SlotReleaseContext<Info>): void => {
    this.#ended(permit as Permit);
    this.#free++;
    const next = this.#waiting.findIndex(({ context }) => this.#mayTake(context));
    if (next >= 0) this.#waiting.splice(next, 1)[0]?.take();
  };

  #mayTake({ isSticky }: SlotReserveContext): boolean {
    return this.#free > 0 && (isSticky || !this.#isClosed);
  }

  #take({ isSticky }: SlotReserveContext): Permit {
    this.#free--;
    if (!isSticky) this.#polls++;
    return { isSticky, isPolling: true };
  }

  #ended(permit: Permit): void {
    if (permit.isPolling && !permit.isSticky) this.#polls--;
    permit.isPolling = false;
    this.#look();
  }

  #look(): void {
    if (this.#isClosed && this.#polls === 0) this.#onEmpty();
  }
}
