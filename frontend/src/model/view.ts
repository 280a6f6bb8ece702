/** All that a card draws, read from what Home Assistant tells. */
import type { Account, Handset } from "../contract";
import type { HomeAssistant } from "../home-assistant";
import { arrange, arrangeAs, busyFirst, type Choice, choose, type Order } from "./arrange";
import { type Choices, candidates, myPhone } from "./my-phone";
import { type Phone, PhoneReader } from "./phone";
import { PhoneBook } from "./suggest";
import type { Rights, Sight } from "./tap";

export interface View {
  readonly account: Account;
  readonly book: PhoneBook;
  readonly phones: ReadonlyMap<string, Phone>;
  readonly shown: readonly Phone[];
  readonly mine: Phone | null;
  readonly rights: Rights;
}

export interface ViewOptions extends Choice {
  readonly account?: string | undefined;
  /** The device that calls, whoever stands before it; my phone if there is none. */
  readonly device?: string | undefined;
  readonly order?: Order | undefined;
}

export interface Source {
  readonly accounts: readonly Account[];
  readonly options: ViewOptions;
  readonly home: Pick<HomeAssistant, "states" | "areas" | "language">;
  /** What was chosen as my phone, by account. */
  readonly chosen: (account: Account) => Choices;
  /** The devices in an order that is to be kept. */
  readonly kept: readonly string[] | null;
}

/** Reads what is to be drawn; gives back the same view if nothing of it has changed. */
export class ViewReader {
  private readonly reader = new PhoneReader();
  private handsets: readonly Handset[] = [];
  private arranged: readonly unknown[] = [];
  private book = new PhoneBook([], []);
  private last: { readonly from: readonly unknown[]; readonly view: View } | null = null;

  read({ accounts, options, home, chosen, kept }: Source): View | null {
    const account = accountOf(accounts, options);
    if (account?.state !== "loaded") {
      return null;
    }
    this.prepare(account, options.order ?? "name", home);
    const all = this.reader.read(this.handsets, home.states);
    const device = myPhone(account, choicesOf(options) ?? chosen(account));
    const from = [all, account, options, device, kept];
    if (!this.last || from.some((each, index) => each !== this.last?.from[index])) {
      this.last = { from, view: this.build(account, options, all, device, kept) };
    }
    return this.last.view;
  }

  /** Sort and index what changes seldom. */
  private prepare(account: Account, order: Order, { areas, language }: Source["home"]): void {
    if (this.arranged[0] !== account) {
      this.book = new PhoneBook(account.handsets, account.contacts);
    }
    const wanted = [account, order, language, order === "area" ? areas : null];
    if (wanted.some((each, index) => each !== this.arranged[index])) {
      this.arranged = wanted;
      const name = (id: string) => areas?.[id]?.name ?? id;
      this.handsets = arrange(account.handsets, order, language, name);
    }
  }

  private build(
    account: Account,
    options: ViewOptions,
    all: readonly Phone[],
    device: string | null,
    kept: readonly string[] | null,
  ): View {
    const phones = new Map(all.map((phone) => [phone.handset.device_id, phone]));
    const mine = (device !== null && phones.get(device)) || null;
    const wanted = choose(all, options);
    const shown = options.order === "busy" ? busyFirst(wanted) : wanted;
    return {
      account,
      book: this.book,
      phones,
      shown: kept ? arrangeAs(shown, kept) : shown,
      mine,
      rights: {
        mayChoose: !options.device && candidates(account.handsets).length > 0,
        maySupervise: mine?.handset.may_supervise ?? false,
      },
    };
  }
}

/** Return what stands in for a choice of my phone: a device that always calls, if it may. */
function choicesOf({ device }: ViewOptions): Choices | null {
  return device ? { device, user: undefined, option: null } : null;
}

/** Return the account that a card is about, if the user may see it. */
export function accountOf(
  accounts: readonly Account[],
  { account, device }: ViewOptions,
): Account | undefined {
  if (device) {
    const has = ({ handsets }: Account) => handsets.some(({ device_id }) => device_id === device);
    // While an account is not loaded, nobody knows which handsets it has.
    return accounts.find(has) ?? accounts.find(({ state }) => state !== "loaded");
  }
  return account ? accounts.find(({ entry_id }) => entry_id === account) : accounts[0];
}

/** Return what of a view a tap is about: a colleague's handset, none beside the dial field. */
export function sightOf({ phones, mine }: View, device: string | null): Sight {
  return { phone: device === null ? null : (phones.get(device) ?? null), mine };
}
