package rules

var scenarioDataLost = Metric{
	Name: "scenario.data_lost", Unit: Count, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "In how many scenarios data are lost for good.",
	Definition:  "Scenarios of the rule's kinds whose outcome is lost.",
	UnknownWhen: "unproven ones may be: low without them, high with them",
}

var scenarioInterruption = Metric{
	Name: "scenario.interruption", Unit: Seconds, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "How long the service is interrupted in the worst scenario.",
	Definition:  "The worst interruption over the scenarios of the rule's kinds.",
	NoneWhen:    "an unbounded one",
	UnknownWhen: "one is open-ended: high is infinity",
}

var scenarioDataLoss = Metric{
	Name: "scenario.data_loss", Unit: Seconds, TakesScenarios: true, BasisKind: RestsOnScenarios,
	Summary:     "How much work is lost in the worst scenario.",
	Definition:  "The worst data loss over the scenarios of the rule's kinds.",
	NoneWhen:    "data are lost for good in one",
	UnknownWhen: "one is open-ended: high is infinity",
}
