/**
 * Names as sequences of lower-case tokens, and the words around a name that change what it means.
 * Everything here is about spelling in general; what the words stand for is in the data types of the knowledge base.
 */

/** Names normalised so far: every place that data goes by is asked for its name, for each model call anew. */
const normalised = new Map<string, string>();
const MOST_NORMALISED = 50_000;

/** `customerEmail`, `CUSTOMER_EMAIL`, `customer-email` and `Customer.Email` are all `customer_email`; `userIDs` is `user_ids`. */
export function normaliseName(name: string): string {
  let found = normalised.get(name);
  if (found === undefined) {
    found = normalise(name);
    if (normalised.size >= MOST_NORMALISED) normalised.clear();
    normalised.set(name, found);
  }
  return found;
}

function normalise(name: string): string {
  return name
    .replace(/\p{Lu}{2,}s(?!\p{Ll})/gu, (plural) => `_${plural.toLowerCase()}_`)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

/** `claims` is `claim`, `addresses` is `address`, `categories` is `category`; what is no plural stays. */
export function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh|us)es$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) && !/(?:is|us|ss)$/.test(name) ? name.slice(0, -1) : name;
}

/** What starts the name of a yes-or-no value: it says something about the data and does not hold it. */
export const BOOLEAN_PREFIX =
  /^(?:is|has|have|had|should|can|could|will|did|does|needs|enable|enabled|disable|allow|require|requires|show|hide|use|include)_/;

/** A part that, standing after the data's name, makes it something about the data: `email_template`, `phone_count`. */
export const ABOUT_SUFFIX =
  /^_(?:schemas?|types?|regex|regexp|patterns?|validators?|validation|labels?|placeholders?|columns?|fields?|config|configs|settings|enabled|disabled|required|optional|counts?|length|size|formats?|formatter|templates?|services?|controllers?|repository|components?|page|pages|route|routes|router|url_path|icons?|errors?|exists|valid|invalid|verified|hints?|input_ref|props|provider|client|factory|builder|handler|manager|helper|utils?|enum|index|dialog|modal|form|button|class_name|selector|endpoint|queue|event|events|options?|model_name|prompt|parser|module|middleware|strategy|plugin|state_key|file_name|path|dir|folder|env|var|env_var)(?:_|$)/;

/** Declared types that hold behaviour, not data. */
export const BEHAVIOUR_TYPE =
  /(?:^|_)(?:client|service|repository|controller|component|page|route|router|schema|type|factory|builder|manager|provider|handler|module|queue|connection|engine|callable|function|promise_constructor|logger|span|tracer)$/;

export function isBooleanType(normalisedType: string): boolean {
  return normalisedType === "bool" || normalisedType === "boolean" || normalisedType === "bool_none" || normalisedType === "optional_bool";
}

const OWNERS =
  "user|customer|patient|employee|person|people|contact|member|applicant|student|author|guest|passenger|borrower|claimant|policy_?holder|account_?holder|resident|citizen|profile|staff|donor|voter|recipient|cardholder|payer|beneficiary|participant|attendee|individual|pupil|" +
  // German, French, Spanish
  "kunden?|benutzer|mitarbeiter(?:in)?|patienten|personen?|utilisateur|personne|employe|salarie|usuario|cliente|paciente|empleado|persona";

/** Owners whose fields are about somebody; not those that are parts of programs as well (client, driver, visitor, subscriber). */
export const PERSON_OWNER = new RegExp(`(?:^|_)(?:${OWNERS})s?(?:_|$)`);

/** Owners that are people where a name asks for one: `name`, `address`, `race`. */
export const PERSON_CONTEXT = `(${OWNERS}|traveller|traveler|teacher|doctor|nurse)s?`;
