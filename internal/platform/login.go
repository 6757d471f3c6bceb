package platform

// AsksPassword reports whether what a switch has said ends in a question for a password.
func (o *OS) AsksPassword(said []byte) bool { return o.password.Match(said) }

// AsksSecret reports whether what a switch has said ends in a question that a login begins with: for a password or for a name.
func (o *OS) AsksSecret(said []byte) bool { return o.secret.Match(said) }

// NamesPassword reports whether a question in authentication is for a password, however it is worded.
func (o *OS) NamesPassword(question string) bool { return o.anyPassword.MatchString(question) }

// WantsNewPassword reports whether a switch demands that the user change the password.
func (o *OS) WantsNewPassword(said string) bool { return o.newPassword.MatchString(said) }

// IsLinesBusy reports whether a switch says that all of its terminal lines are in use.
func (o *OS) IsLinesBusy(said string) bool { return o.linesBusy.MatchString(said) }

// IsExpired reports whether a switch says that it lets nobody in with an old password.
func (o *OS) IsExpired(said string) bool { return o.expired.MatchString(said) }

// IsExecDenied reports whether a switch says that AAA lets the user in, but not start a command line.
func (o *OS) IsExecDenied(said string) bool { return o.execDenied.MatchString(said) }
