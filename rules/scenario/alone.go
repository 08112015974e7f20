package scenario

import (
	"math"
	"slices"
)

// left is what a scenario leaves of a service's instances.
type left struct {
	taken           bool // one or more instances
	active, standby int
	lag             float64 // seconds: the least of the standbys left; infinite where none has any
}

func (p *player) takesInstance(at *instance) bool { return p.scenario.Ransomware || p.lost[at.site] }

func (p *player) takesBackup(b *backup) bool {
	return p.lost[b.site] || p.scenario.Ransomware && !b.locked
}

func (p *player) left(s *service) left {
	l := left{lag: math.Inf(1)}
	for i := s.instances.from; i < s.instances.to; i++ {
		at := &p.instances[i]
		switch {
		case p.takesInstance(at):
			l.taken = true
		case at.standby:
			l.standby++
			l.lag = min(l.lag, at.lag)
		default:
			l.active++
		}
	}
	return l
}

// copies is what a scenario leaves of a service's backups.
type copies struct {
	recoverable bool    // every data set has one left with a recovery point
	exposure    float64 // seconds: then the greatest of the sets' least
	bare        bool    // a data set has none left
	gone        bool    // a data set has none left, or only such whose evidence shows no recovery point
}

func (p *player) copies(s *service) copies {
	if s.backups.from == s.backups.to {
		return copies{gone: true}
	}
	out := copies{recoverable: true}
	for i := s.backups.from; i < s.backups.to; {
		set, any, hope, least := p.backups[i].set, false, false, math.Inf(1)
		for ; i < s.backups.to && p.backups[i].set == set; i++ {
			b := &p.backups[i]
			if p.takesBackup(b) {
				continue
			}
			any = true
			hope = hope || !b.empty
			least = min(least, b.exposure)
		}
		out.bare = out.bare || !any
		out.gone = out.gone || !hope
		out.recoverable = out.recoverable && !math.IsInf(least, 1)
		out.exposure = max(out.exposure, least)
	}
	return out
}

// alone decides what a service comes to on its own: the first line of the table that applies.
func (p *player) alone(i int) {
	s, o := &p.services[i], &p.own[i]
	l, c := p.left(s), p.copies(s)
	running := l.active + l.standby
	*o, p.loss[i] = own{mechanism: None}, loss{}
	o.unprotected = s.stateful && running > 0 && c.bare
	switch {
	case !l.taken:
	case l.active >= s.need:
		o.mechanism = Continue
	case running >= s.need:
		o.mechanism, o.interruption = Failover, known(p.failover(s, s.need-l.active))
		p.loss[i].Bounds = s.behind(&l)
	case !s.stateful:
		o.mechanism, o.interruption = Rebuild, known(s.rebuild)
	case running >= 1:
		o.mechanism, o.interruption = Restore, known(s.rta)
		p.loss[i].Bounds = s.behind(&l)
	case c.recoverable:
		o.mechanism, o.interruption = Restore, known(s.rta)
		p.loss[i].Bounds = known(c.exposure)
	case c.gone:
		o.mechanism, o.interruption = Lost, endless
		p.loss[i].Bounds = endless
	default:
		o.mechanism, o.interruption = Unproven, unknown
		p.loss[i] = loss{unknown, true}
	}
}

// behind is how far what is left lags behind: not at all where an active instance is, or nothing is stored.
func (s *service) behind(l *left) Bounds {
	if l.active >= 1 || !s.stateful {
		return Bounds{}
	}
	return known(l.lag)
}

// failover is how long it takes until so many standbys have taken over, the quickest first.
func (p *player) failover(s *service, take int) float64 {
	times := p.standbys[:0]
	for i := s.instances.from; i < s.instances.to; i++ {
		if at := &p.instances[i]; at.standby && !p.takesInstance(at) {
			times = append(times, at.failover)
		}
	}
	slices.Sort(times)
	p.standbys = times
	return times[take-1]
}
