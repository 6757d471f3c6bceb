package server

// NetconfFaults is what is wrong with the NETCONF of a switch at the moment, while its CLI works.
// The zero value works. The connection and login faults in [Faults] also apply to NETCONF.
type NetconfFaults struct {
	Refuse      bool // the port is closed
	Silent      bool // the connection is accepted and never served
	NoSubsystem bool // the login works, but the subsystem is refused

	NoHello         bool // the subsystem starts and says nothing
	Base            Base // the versions of NETCONF that it offers
	NoModel         bool // the module cisco-smart-license is missing: the hello does not list it, and a get returns nothing
	CloseAfterHello bool // the session closes after the hellos

	Hang         bool      // no request is answered
	CloseInReply bool      // half of the reply, then the connection closes
	HangInReply  bool      // half of the reply, then nothing
	Error        string    // each get is answered with an rpc-error with this error-tag, such as access-denied
	Hidden       bool      // NACM hides the module from the user: a get returns nothing
	Chunks       BadChunks // what is wrong with the framing of NETCONF 1.1
	MarkerInText bool      // a text contains ]]>]]>, not escaped
	Bomb         bool      // the reply has a document type with entities that expand exponentially
	Garbage      bool      // the reply is not XML
	Bytes        int       // the reply is padded with reports to at least this many bytes
}

// Base is the set of NETCONF versions that a switch offers.
type Base string

// The bases. The zero value offers both 1.0 and 1.1, as Catalyst switches do.
const (
	BaseBoth Base = ""
	Base10   Base = "1.0"
	Base11   Base = "1.1"
	BaseNone Base = "none"
)

// BadChunks is a defect in the framing of NETCONF 1.1.
type BadChunks string

// The kinds of bad framing. The zero value is sound framing.
const (
	ChunksSound     BadChunks = ""
	ChunksWithCR    BadChunks = "cr"        // carriage returns before the line feeds
	ChunksTooShort  BadChunks = "short"     // sizes smaller than the chunks
	ChunksTooLong   BadChunks = "long"      // sizes larger than the chunks
	ChunksOfNothing BadChunks = "nothing"   // a chunk of size 0
	ChunksEndFirst  BadChunks = "end first" // the end-of-chunks marker before the first chunk
)
