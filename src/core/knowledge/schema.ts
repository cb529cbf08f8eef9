/**
 * Shape of the knowledge data files (`src/core/knowledge/data/**.yaml`) and the one grammar of their paths.
 *
 * ## Value paths: how a value is obtained
 *
 *     path := root step*
 *     root := "module(" NAME ("|" NAME)* ")"     module specifier; NAME may end in `**` (prefix: `langchain**`)
 *           | "global(" NAME ")"                 name nobody declares: `fetch`, `process`, `input`, `open`
 *           | "type(" NAME ")"                   named type of `types`
 *           | "export(" GLOB ")"                 export of a workspace file, by convention (`**\/app/**\/route.*`)
 *     step := "." NAME ("|" NAME)*                member; `.*` any one member
 *           | "()"                               result of calling or constructing it, awaited
 *           | "[]"                               any element, also by key
 *           | ".argument[" (N | "*" | NAME) "]"   the value given there: follow with .parameter to reach a callback's parameter
 *           | ".parameter[" (N | "*" | NAME) "]"  parameter of that function; Python's self and cls are not counted
 *           | ".decorated"                       function or class that it decorates
 *           | ".annotated"                       parameter that it annotates (`@Body() dto`)
 *           | ".subclass"                        workspace class that derives from it; follow with .METHOD
 *           | ".implemented"                     method without a body of an interface that is decorated so or given there
 *
 * `type(X)` as a declared type (`client: OpenAI`, `def f(c: OpenAI)`) needs no path of its own: naming a class at path P
 * in an annotation gives an instance, `P()`.
 *
 * In Python, Java and C#, `module(a).b` and `module(a.b)` mean the same. Go's modules are named without their major version, and
 * what a call gives is the first of its results; `().1` is the second. In JavaScript a default export is `.default`, and
 * `module(x)` called or constructed directly means its default export as well.
 *
 * ## Locators: where a call's data is, seen from the call
 *
 *     argument := "argument[" (N | NAME | N"|"NAME | "*") "]"
 *     locator  := (argument | "receiver" | "result" | "constructor" ("." link)? "." argument | link "." argument | "option." NAME "." argument) field*
 *     link     := "builder." NAME
 *     field    := "." NAME | "[]" | "." link "." argument
 *
 * `argument[0|messages]` is positional 0 or keyword `messages`. `argument[*]` is every argument. `constructor.argument[0].baseURL` looks at
 * the call that made the receiver; `builder.user.argument[0]` at an earlier link `.user(x)` of a fluent chain, `constructor.builder.url.argument[0]`
 * at a link of the chain that built the receiver, and `argument[0].builder.prompt.argument[0]` at one that built the argument;
 * `option.WithModel.argument[0]` at a call `WithModel(x)` among the arguments of the call, or of what made its receiver.
 * An annotation is the construction that it looks like: `module(a.b).GetMapping().decorated`, with or without arguments.
 */

/** TypeScript is read with JavaScript's knowledge. */
export type KnowledgeLanguage = "javascript" | "python" | "java" | "csharp" | "go";

export const KNOWLEDGE_LANGUAGES: readonly KnowledgeLanguage[] = ["javascript", "python", "java", "csharp", "go"];

export type Operation =
  | "chat"
  | "completion"
  | "embedding"
  | "image"
  | "audio"
  | "moderation"
  | "rerank"
  | "batch"
  | "agent-run"
  | "file-upload"
  | "fine-tune"
  | "train"
  | "evaluate";

export type Phase = "inference" | "training" | "embedding" | "safety";

/** Role of an input. `messages` is resolved to the others by the message shape. */
export type Role = "system" | "user" | "assistant" | "context" | "tool" | "training-data" | "other";

/**
 * How messages carry their role.
 * - `objects`: list of `{role, content}`, or the user's text alone; content is text or a list of parts (openai, anthropic, vercel, ollama, mistral, cohere, litellm)
 * - `google`: text, list of parts, or list of `{role: user|model, parts: [...]}`
 * - `langchain`: text, message instances, `[role, text]` tuples, `{role, content}`, prompt values and templates
 */
export type MessageShape = "objects" | "google" | "langchain";

/** Where a fact was seen, and how sure it is. Every row has one. */
export interface Provenance {
  /** `npm:pkg@version/file`, `github:owner/repo@commit:path`, a documentation address, or `memory`. */
  readonly source: string;
  /** Present when nobody saw it in a source. */
  readonly unverified?: true;
}

export interface TypeRow extends Provenance {
  /** Dotted name, unique: `openai.Client`. */
  readonly type: string;
  readonly language: KnowledgeLanguage;
  /** Who answers calls on an instance, when that is not the provider of the call's file: LangChain's `ChatOpenAI` is OpenAI. */
  readonly provider?: string;
  /** Value paths that give an instance. */
  readonly from: readonly string[];
}

export interface InputRow {
  /** A role, or `messages` with a shape. */
  readonly role: Role | "messages";
  readonly at: string;
  readonly shape?: MessageShape;
  /** The id of a file that was uploaded before: what was uploaded is data, the id is none. */
  readonly upload?: boolean;
}

export interface Condition {
  /** The argument at this locator … */
  readonly at: string;
  /** … is a value of one of these paths. */
  readonly is?: readonly string[];
  /** … is present (true) or absent (false). */
  readonly present?: boolean;
  /** … is one of these literals. */
  readonly equals?: readonly (string | number | boolean)[];
}

/**
 * Prompts that stand in the declaration of the called method: an interface that a framework implements. `{{name}}` and
 * `{name}` in a prompt stand for the parameter of that name, `{{it}}` for the only one.
 */
export interface DeclarationRow {
  /** Annotations that make a prompt of their text, on the interface or the method, or of the parameter that they are on. */
  readonly prompts: readonly { readonly annotation: readonly string[]; readonly role: Role }[];
  /** Annotations that give a parameter the name by which prompts call it, when it is not its own. */
  readonly variables?: readonly string[];
  /** Annotations of parameters that are not sent. */
  readonly ignored?: readonly string[];
  /** Role of a parameter that no prompt mentions, where the method has no prompt of that role. */
  readonly rest: Role;
}

/** Rows of one callee are tried in the order of their file: the first whose conditions hold is the call. */
export interface CallRow extends Provenance {
  /** Unique: `openai.python.chat.completions.create`. */
  readonly id: string;
  readonly language: KnowledgeLanguage;
  /** Path of the callee. A called object (`chain(input)`) is the path of the object itself. */
  readonly callee: readonly string[];
  readonly operation: Operation;
  readonly phase: Phase;
  readonly inputs: readonly InputRow[];
  /** Locators of the model's name. */
  readonly model?: readonly string[];
  /** Locators of a base URL or endpoint that decides the host. */
  readonly host?: readonly string[];
  /** Locators of tool definitions: a call with tools is an agent's. */
  readonly tools?: readonly string[];
  /** Locators on the result that hold model text; the whole result when absent. */
  readonly output?: readonly string[];
  /** All must hold. */
  readonly when?: readonly Condition[];
  readonly declaration?: DeclarationRow;
  /** Member paths (`chat.completions.create`) that give the call away when the receiver is not known: medium confidence. */
  readonly distinctive?: readonly string[];
}

/**
 * Makes a model, an agent or a session that keeps instructions for every later call. It is no call itself; rules about prompts judge it
 * where nobody is seen to call what it makes.
 */
export interface SetupRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  readonly callee: readonly string[];
  readonly inputs: readonly InputRow[];
}

/**
 * A library whose import says that a provider is used.
 * - `vendor`: made to talk to that provider
 * - `framework`: talks to several; who answers is seen at its models
 * - `local`: runs models in the process, nothing leaves it
 */
export interface PackageRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  readonly provider: string;
  readonly kind: "vendor" | "framework" | "local";
  /** Modules, packages or namespaces; what lies below them belongs to them. */
  readonly modules: readonly string[];
  /** The import counts with one of these names alone: the module's name is a word that says little. */
  readonly names?: readonly string[];
}

/** A function that a framework calls and that nobody is seen to hand over: known by the names of its parameters. */
export interface HandlerRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  /** First parameters in order, other names for one separated by `|`. */
  readonly parameters: readonly string[];
  /** What each of them then is: a value path, mostly `type(X)`. */
  readonly gives: readonly string[];
}

/** A function that sends HTTP requests: a model call when the address is one of a model host. */
export interface HttpRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  readonly callee: readonly string[];
  readonly url: string;
  /** Base URL kept in the client's constructor, when there is one. */
  readonly base?: string;
  readonly body: readonly string[];
}

export interface HostRow extends Provenance {
  /** Host pattern: `api.openai.com`, `*.openai.azure.com`, `localhost:11434`. */
  readonly host: string;
  /** On whatever host: a part of the path that only this provider has. */
  readonly path?: string;
  readonly provider: string;
  readonly locality: "local" | "third-party" | "own-tenant" | "proxy";
  /** Residency as far as the host name tells. */
  readonly region?: string;
}

/** Path on any host that only model APIs have (`/v1/chat/completions`); enough for medium confidence on an unknown host. */
export interface EndpointRow extends Provenance {
  readonly path: string;
  readonly operation: Operation;
  readonly phase: Phase;
  /** Fields of the JSON body. */
  readonly inputs: readonly { readonly role: Role | "messages"; readonly field: string; readonly shape?: MessageShape }[];
  /** Provider when the host is unknown, such as `ollama` for `/api/generate`. */
  readonly provider?: string;
  /** Fields that the body must be seen to have: a path that says little by itself, on a host that comes from a setting. */
  readonly requires?: readonly string[];
}

export type SourceKind =
  | "http-request"
  | "cli-argument"
  | "stdin"
  | "file"
  | "repository-file"
  | "configuration"
  | "database"
  | "web-content"
  | "retrieval"
  | "tool-result"
  | "message-queue"
  | "chat-platform"
  | "email"
  | "ui-input"
  | "environment"
  | "infrastructure"
  | "version-control"
  | "model-output"
  | "caller-parameter"
  /** Code that is not known gives it; listed where what it gives has a class. */
  | "unresolved"
  | "constant";

export interface SourceRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  readonly kind: SourceKind;
  /** Value paths of the data itself. */
  readonly value: readonly string[];
  /** True: somebody else controls it. False: configuration. Absent: by kind. */
  readonly untrusted?: boolean;
  /** The value is a tool: once a model is given it, the model is told what it brings in. It is no data where it is used otherwise. */
  readonly tool?: boolean;
  /** Programs send objects of this type as well as being given them: data is what a server was given. */
  readonly sentToo?: boolean;
}

/**
 * - `removes`: takes instructions or personal data out, or refuses them (moderation, prompt shield, redaction)
 * - `narrows`: only a closed set can come through (enum schema, cast to number, allow-list)
 * - `limits`: only size or encoding
 * - `nominal`: looks like one and is none (trim, lower-case): named, never credited
 */
export type SanitizerTier = "removes" | "narrows" | "limits" | "nominal";

export interface SanitizerRow extends Provenance {
  readonly id: string;
  readonly name: string;
  readonly language: KnowledgeLanguage;
  readonly tier: SanitizerTier;
  readonly callee: readonly string[];
  /** Data that goes in. */
  readonly input: string;
  /** `result`: what comes back is clean. `guard`: the result, or a field of it, must be tested before the use. `throws`: returning normally means clean. */
  readonly effect: "result" | "guard" | "throws";
  /** What it helps against. */
  readonly protects: readonly ("prompt-injection" | "personal-data" | "toxic-content")[];
}

export interface AuditRow extends Provenance {
  readonly id: string;
  readonly name: string;
  readonly language: KnowledgeLanguage;
  /**
   * - `record`: made to keep who, what, outcome (database row, audit log, tracing of model calls)
   * - `logger`: structured logger: counts when what it is given says which call this was
   * - `storage`: keeps whatever it is given: counts when that is the exchange, question and answer, or what leads there is named after it
   * - `file`: storage for results of every kind: the exchange counts only together with who asked, which model or which call it was
   * - `memory`: keeps a conversation to give it to the model again: counts where a call is made with it and it is told whose it is
   * - `print`: named, never credited
   */
  readonly level: "record" | "logger" | "storage" | "file" | "memory" | "print";
  readonly callee: readonly string[];
  /** Present when setting it up is enough: every call of these providers (or `*`) is recorded. */
  readonly automatic?: readonly string[];
  /** Types of which an object that a container holds is enough: a listener that is a bean. With `automatic`. */
  readonly injected?: readonly string[];
  /** All must hold: `logRequests(true)`. */
  readonly when?: readonly Condition[];
}

export type OutputKind =
  | "code-execution"
  | "shell"
  | "sql"
  | "html"
  | "file-path"
  | "deserialisation"
  | "network-request"
  | "template"
  | "tool-invocation"
  | "business-action"
  | "database"
  | "log"
  | "response";

export interface OutputSinkRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  readonly kind: OutputKind;
  readonly callee?: readonly string[];
  readonly at?: string;
  /** Instead of a callee: a field or markup attribute that is written (`innerHTML`, `dangerouslySetInnerHTML`). */
  readonly member?: string;
}

/** How data goes through a library function. Without one, arguments and receiver are taken to reach the result. */
export interface SummaryRow extends Provenance {
  readonly id: string;
  readonly language: KnowledgeLanguage;
  /** Callee paths … */
  readonly callee?: readonly string[];
  /** … or names of members whatever the receiver is. */
  readonly member?: readonly string[];
  /**
   * Flows, `from -> to`, both locators; `argument[0].parameter[0]` is a callback's parameter and `argument[0].return` what it returns.
   * `receiver[] -> argument[0].parameter[0]`, `argument[0].return -> result[]`, `argument[*] -> receiver[]`. An empty list: nothing comes through.
   */
  readonly flows: readonly string[];
  /** In a list of messages, what comes through is the text of a message of this role: `history.AddSystemMessage(text)`. */
  readonly role?: Role;
}

export interface DataTypeRow extends Provenance {
  /** Kebab-case: `email-address`. */
  readonly id: string;
  readonly category: string;
  readonly classification: "Public" | "Internal" | "Confidential" | "Restricted";
  /**
   * Regular expressions (linear: no nested quantifiers) over the normalised name: lower-case tokens joined by `_`.
   * They match whole tokens; a plural `s` or a number may follow. `exclude` and `context` match whole tokens, exactly.
   */
  readonly patterns: readonly string[];
  readonly exclude?: readonly string[];
  /** strong: the name alone. medium: when the owner or a sibling agrees. weak: only with `context`. */
  readonly strength: "strong" | "medium" | "weak";
  /** Owner or sibling names (normalised, regular expression) one of which must be near. */
  readonly context?: readonly string[];
  readonly regimes?: readonly string[];
  /** The name is that of an object (`customer`): what is meant is all of it, not one of its fields. */
  readonly object?: boolean;
}

/**
 * What libraries put on a field: annotations, attributes, validators and classes of columns. With a classification they declare it
 * (`[PersonalData]`); with data types alone they say what the field holds (`@IsEmail()`, `EmailStr`, `models.EmailField`).
 */
export interface MarkerRow extends Provenance {
  readonly id: string;
  /** Names as written, without `@` and `Attribute`. */
  readonly names: readonly string[];
  readonly classification?: DataTypeRow["classification"];
  /** Data-type ids. */
  readonly types?: readonly string[];
}

/** One data file. A file holds any of the sections; a provider has one file with its types and calls. */
export interface KnowledgeFile {
  readonly schema: 1;
  /** Provider id for files with calls: `openai`. */
  readonly provider?: string;
  /** Name for people: `OpenAI`. */
  readonly name?: string;
  readonly types?: readonly TypeRow[];
  readonly calls?: readonly CallRow[];
  readonly setups?: readonly SetupRow[];
  readonly packages?: readonly PackageRow[];
  readonly handlers?: readonly HandlerRow[];
  readonly http?: readonly HttpRow[];
  readonly hosts?: readonly HostRow[];
  readonly endpoints?: readonly EndpointRow[];
  readonly sources?: readonly SourceRow[];
  readonly sanitizers?: readonly SanitizerRow[];
  readonly audit?: readonly AuditRow[];
  readonly outputSinks?: readonly OutputSinkRow[];
  readonly summaries?: readonly SummaryRow[];
  readonly dataTypes?: readonly DataTypeRow[];
  readonly markers?: readonly MarkerRow[];
}

/** What the build makes of all data files: one JSON module, `knowledge.generated.json`. */
export interface KnowledgeBundle {
  /** Content hash, reported as `tool.knowledge`. */
  readonly version: string;
  readonly files: readonly KnowledgeFile[];
}
